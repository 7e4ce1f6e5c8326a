import type { io as connectTo, Socket } from 'socket.io-client';
import { LIVE_PATH, type ClientToServer, type ServerToClient } from '#realtime/protocol.ts';
import { noteLost, noteUp } from './connection.svelte.ts';

export type LiveSocket = Socket<ServerToClient, ClientToServer>;

/**
 * Reconnects after 0.25 to 0.75 s at first and 6 s at most: after a restart not all pages come at once. A try that nobody answers is given up
 * for the next one: while a network comes and goes, the first one is often lost.
 */
const RECONNECT = { reconnectionDelay: 500, reconnectionDelayMax: 4_000, randomizationFactor: 0.5, timeout: 8_000 };
const SENT_AWAY_MS = 5_000;
/** A process that was alone needs a moment to begin again. */
const AFTER_CLOSING_MS = 500;

let opening: Promise<LiveSocket> | undefined;

/** One connection a tab, opened at its first use but only when the page has nothing better to do: its program is not in the first bundle. */
export const liveSocket = (): Promise<LiveSocket> => (opening ??= open());

/** Closed and opened, so that it brings the cookies of now. */
export async function openAnew(): Promise<void> {
  (await liveSocket()).disconnect().connect();
}

/** A moment between once and twice `ms`, so that many pages do not do the same at the same time. */
export const jitter = (ms: number): number => ms * (1 + Math.random());

async function open(): Promise<LiveSocket> {
  await idle();
  const io = await loadClient();
  const socket: LiveSocket = io({
    path: LIVE_PATH,
    transports: ['websocket'],
    auth: { at: location.pathname },
    ...RECONNECT
  });
  const comeBack = (ms: number) => void setTimeout(() => socket.connect(), ms);

  socket.on('connect', noteUp);
  socket.on('disconnect', (reason) => {
    noteLost(new Date());
    // Only then does the client not come back by itself.
    if (reason === 'io server disconnect') comeBack(jitter(SENT_AWAY_MS));
  });
  socket.on('connect_error', () => {
    noteLost(new Date());
    if (!socket.active) comeBack(jitter(SENT_AWAY_MS));
  });
  socket.on('server.closing', ({ spreadMs }) => {
    socket.disconnect();
    comeBack(AFTER_CLOSING_MS + Math.random() * spreadMs);
  });
  followThePage(socket);
  return socket;
}

/**
 * A page that is put aside may be kept whole by the browser only without a connection. Of a network that is gone a connection hears nothing
 * for a quarter of a minute: its end is noted at once, and it is tried on, for a browser may be wrong about that. One that is back is worth
 * a try at once.
 */
function followThePage(socket: LiveSocket): void {
  addEventListener('pagehide', () => socket.disconnect());
  addEventListener('pageshow', () => socket.connect());
  addEventListener('offline', () => socket.io.engine.close());
  addEventListener('online', () => socket.connect());
}

async function loadClient(): Promise<typeof connectTo> {
  for (;;) {
    try {
      return (await import('socket.io-client')).io;
    } catch {
      noteLost(new Date());
      await wait(jitter(SENT_AWAY_MS));
    }
  }
}

async function idle(): Promise<void> {
  // Safari knows no idle callback.
  if (typeof requestIdleCallback !== 'function') return wait(200);
  await new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 2_000 }));
}

const wait = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
