import { io, type Socket } from 'socket.io-client';
import { LIVE_PATH, type ClientToServer, type ServerToClient } from '#realtime/protocol.ts';
import type { FromSockets, ToSockets } from './live-messages.ts';

// A process full of open pages, so that hearing does not cost the server's or the writer's time. Told what to do over its channel.
type Page = Socket<ServerToClient, ClientToServer>;

const ASK_WITHIN_MS = 30_000;
/** As many at once as a busy minute brings. */
const AT_ONCE = 50;

const pages: Page[] = [];
/** When each page first heard of this version or a later one, by version: milliseconds since the epoch. */
let heard: Record<number, number[]> = {};

process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  const told = message as ToSockets;
  if (told.say === 'open') open(told).then(() => answer({ said: 'open', pages: pages.length }), giveUp);
  else {
    answer({ said: 'heard', heard });
    heard = {};
  }
});
process.send?.('ready');

async function open({ origin, variantId, count }: Extract<ToSockets, { say: 'open' }>): Promise<void> {
  for (let made = 0; made < count; made += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - made) }, () => watching(origin, variantId));
    // oxlint-disable-next-line no-await-in-loop -- some at a time
    pages.push(...(await Promise.all(some)));
  }
}

async function watching(origin: string, variantId: string): Promise<Page> {
  const page: Page = io(origin, { path: LIVE_PATH, transports: ['websocket'], forceNew: true, extraHeaders: { origin } });
  let newest = 0;
  page.on('stock.changed', ({ version }) => {
    const now = performance.timeOrigin + performance.now();
    for (let one = newest + 1; one <= version; one++) (heard[one] ??= []).push(now);
    newest = Math.max(newest, version);
  });
  const answered = await page.timeout(ASK_WITHIN_MS).emitWithAck('stock.watch', { variantIds: [variantId] });
  const [snapshot] = 'ok' in answered ? answered.ok : [];
  if (!snapshot) throw new Error(`the page may not watch: ${JSON.stringify(answered)}`);
  newest = Math.max(newest, snapshot.version);
  return page;
}

function answer(message: FromSockets): void {
  process.send?.(message);
}

function giveUp(fault: unknown): void {
  answer({ said: 'fault', words: fault instanceof Error ? fault.message : String(fault) });
}
