import { connect, type Socket } from 'node:net';
import { delayedPipe, type Shaping } from './delayed-pipe.ts';

/** Times in milliseconds, `bps` in bytes per second (0: unlimited), `cutRequest` and `loseReply` as probabilities 0 to 1. */
export type Faults = Shaping & {
  /** New connections are reset, open ones are cut at the moment it is switched on. */
  down: boolean;
  /** The line is cut before a request is passed on: nothing was done. */
  cutRequest: number;
  /** The line is cut when the server's reply arrives: the work is done, nobody was told. */
  loseReply: number;
};

export type Counters = {
  connections: number;
  requests: number;
  requestsCut: number;
  repliesLost: number;
  refused: number;
  cut: number;
  delayed: number;
  frozen: number;
};

export type LineContext = {
  upstream: { host: string; port: number };
  handshakeMs: number;
  faults: Faults;
  counters: Counters;
  random: () => number;
};

/** One connection through the proxy. */
export type LossyLine = { pump: () => void; cut: () => void };

/** A request begins with the first bytes after a reply, a reply with the first bytes after a request: each is judged once. */
export function lossyLine(context: LineContext, client: Socket, gone: () => void): LossyLine {
  const { faults, counters, random } = context;
  const server = connect({ ...context.upstream, allowHalfOpen: true, noDelay: true });
  const openedAt = performance.now();
  let awaitingReply = false;

  const noteDelayed = () => void (counters.delayed += 1);
  const shared = { shaping: faults, random, noteDelayed };
  const there = delayedPipe({ ...shared, from: client, to: server, mayPass: () => awaitingReply || requestMayPass() });
  const back = delayedPipe({ ...shared, from: server, to: client, mayPass: () => !awaitingReply || replyMayPass() });

  function requestMayPass(): boolean {
    awaitingReply = true;
    counters.requests += 1;
    if (faults.freeze) counters.frozen += 1;
    return !hits(faults.cutRequest) || lose('requestsCut');
  }
  function replyMayPass(): boolean {
    awaitingReply = false;
    return !hits(faults.loseReply) || lose('repliesLost');
  }
  function hits(chance: number): boolean {
    const settled = performance.now() - openedAt >= context.handshakeMs;
    return chance > 0 && settled && random() < chance;
  }
  function lose(what: 'requestsCut' | 'repliesLost'): false {
    counters[what] += 1;
    cut();
    return false;
  }
  function cut(): void {
    there.stop();
    back.stop();
    client.destroy();
    server.destroy();
    gone();
  }

  for (const socket of [client, server]) socket.setNoDelay().on('error', cut).on('close', cut);
  return {
    pump() {
      there.pump();
      back.pump();
    },
    cut
  };
}
