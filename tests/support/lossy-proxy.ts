import { createServer, type AddressInfo, type Socket } from 'node:net';
import { lossyLine, type Counters, type Faults, type LineContext, type LossyLine } from './lossy-line.ts';

export type LossyProxyOptions = {
  host: string;
  port: number;
  seed: number;
  /** Port to listen on; 0 takes a free one. */
  listen?: number;
  /** A new connection is left in peace that long, so that it can be made at all; 0 for protocols that need no handshake, such as HTTP. */
  handshakeMs?: number;
};

export type LossyProxy = {
  port: number;
  counters: Readonly<Counters>;
  set: (faults: Partial<Faults>) => void;
  cutAll: () => void;
  /** A run that injected nothing proves nothing: call it at the end. Answers the figures to print, with the seed. */
  assertInjected: () => string;
  close: () => Promise<void>;
};

const HANDSHAKE_MS = 300;
const noFaults: Faults = { latency: 0, jitter: 0, bps: 0, down: false, freeze: false, cutRequest: 0, loseReply: 0 };
const noCounts: Counters = { connections: 0, requests: 0, requestsCut: 0, repliesLost: 0, refused: 0, cut: 0, delayed: 0, frozen: 0 };

/**
 * Stands between two processes on 127.0.0.1 and loses what networks lose. One draw a request and one a reply, from one
 * seeded row of numbers: a run with one client repeats exactly, one with many repeats in its shares.
 */
export async function lossyProxy(options: LossyProxyOptions): Promise<LossyProxy> {
  const { host, port, seed, handshakeMs = HANDSHAKE_MS } = options;
  const faults = { ...noFaults };
  const counters = { ...noCounts };
  const context: LineContext = { upstream: { host, port }, handshakeMs, faults, counters, random: seeded(seed) };
  const lines = new Set<LossyLine>();
  const server = createServer({ allowHalfOpen: true }, (client) => accept(context, lines, client));
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(options.listen ?? 0, '127.0.0.1', listening));

  const cutAll = () => {
    for (const line of lines) {
      counters.cut += 1;
      line.cut();
    }
  };
  return {
    port: (server.address() as AddressInfo).port,
    counters,
    set(next) {
      Object.assign(faults, next);
      if (next.down) cutAll();
      for (const line of lines) line.pump();
    },
    cutAll,
    assertInjected: () => assertInjected(counters, seed),
    close: () => {
      for (const line of lines) line.cut();
      return new Promise((closed) => server.close(() => closed()));
    }
  };
}

function accept(context: LineContext, lines: Set<LossyLine>, client: Socket): void {
  if (context.faults.down) {
    context.counters.refused += 1;
    client.on('error', () => client.destroy()).resetAndDestroy();
    return;
  }
  context.counters.connections += 1;
  const line: LossyLine = lossyLine(context, client, () => lines.delete(line));
  lines.add(line);
}

function assertInjected(counters: Counters, seed: number): string {
  const { connections, requests, ...injected } = counters;
  const figures = Object.entries(injected).filter(([, count]) => count > 0);
  const summary = `seed ${seed}, ${connections} connections, ${requests} requests; injected: `;
  if (figures.length === 0) throw new Error(`${summary}nothing, so this run proves nothing`);
  return summary + figures.map(([what, count]) => `${what} ${count}`).join(', ');
}

/** A plain generator of 32 bits, not for secrets: the same seed gives the same row on every machine. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  // Neighbouring seeds begin alike: the first numbers are thrown away.
  for (let n = 0; n < 8; n += 1) next();
  return next;
}
