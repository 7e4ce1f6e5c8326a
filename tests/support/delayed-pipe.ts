import type { Socket } from 'node:net';

export type Shaping = { latency: number; jitter: number; bps: number; freeze: boolean };
export type DelayedPipe = { pump: () => void; stop: () => void };
export type PipeOptions = {
  from: Socket;
  to: Socket;
  shaping: Shaping;
  random: () => number;
  /** False when the line was cut instead: the bytes go nowhere. */
  mayPass: () => boolean;
  noteDelayed: () => void;
};

type Waiting = { bytes: Buffer | 'end'; due: number };

/** Carries one direction. Whatever the delays, bytes leave in the order they came, the end of the stream last. */
export function delayedPipe({ from, to, shaping, random, mayPass, noteDelayed }: PipeOptions): DelayedPipe {
  const waiting: Waiting[] = [];
  let lastDue = 0;
  let timer: NodeJS.Timeout | undefined;

  function take(bytes: Buffer | 'end'): void {
    const now = performance.now();
    const { latency, jitter, bps } = shaping;
    const onTheLine = bps > 0 && bytes !== 'end' ? (bytes.length / bps) * 1000 : 0;
    lastDue = Math.max(now + latency + (jitter > 0 ? random() * jitter : 0), lastDue) + onTheLine;
    if (lastDue > now) noteDelayed();
    waiting.push({ bytes, due: lastDue });
    pump();
  }

  function pump(): void {
    clearTimeout(timer);
    while (!shaping.freeze && waiting[0] && waiting[0].due <= performance.now()) pass(waiting.shift()?.bytes);
    const next = waiting[0];
    if (next && !shaping.freeze) timer = setTimeout(pump, Math.max(next.due - performance.now(), 0));
  }

  function pass(bytes: Buffer | 'end' | undefined): void {
    if (bytes === 'end') to.end();
    else if (bytes && !to.write(bytes)) {
      from.pause();
      to.once('drain', () => from.resume());
    }
  }

  from.on('data', (bytes) => {
    if (mayPass()) take(bytes);
  });
  from.on('end', () => take('end'));
  return {
    pump,
    stop() {
      clearTimeout(timer);
      waiting.length = 0;
    }
  };
}
