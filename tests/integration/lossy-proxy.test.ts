import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lossyProxy, type LossyProxy, type LossyProxyOptions } from '#tests/support/lossy-proxy.ts';
import { SOON } from '#tests/support/soon.ts';

/** Waits for an event, not for a time: the limit only ends a test that would wait for ever. */

/** Hundreds of connections, beside other tests on a slow machine. */
const UNHURRIED = { timeout: 30_000 };

let server: Server;
let done: string[];
let proxies: LossyProxy[];

/** Notes the work it did before it answers, so that "done but nobody told" can be told from "not done". */
beforeEach(async () => {
  [done, proxies] = [[], []];
  server = createServer((asked, answer) => {
    void buffer(asked).then((body) => {
      done.push(asked.url ?? '');
      answer.end(body.length > 0 ? body : 'done');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});

afterEach(async () => {
  await Promise.all(proxies.map(async (proxy) => proxy.close()));
  await new Promise((closed) => {
    server.close(closed);
    server.closeAllConnections();
  });
});

const portOf = (listener: { address: () => unknown }) => (listener.address() as AddressInfo).port;

async function open(over: Partial<LossyProxyOptions> = {}): Promise<LossyProxy> {
  const proxy = await lossyProxy({ host: '127.0.0.1', port: portOf(server), seed: 7, handshakeMs: 0, ...over });
  proxies.push(proxy);
  return proxy;
}

/** A connection of its own for each question, and no client that tries again by itself. */
async function ask(proxy: LossyProxy, path = '/', body?: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port: proxy.port, path, method: body ? 'POST' : 'GET', agent: false }, (answer) => {
      text(answer).then(resolve, reject);
    });
    asking.on('error', reject).end(body);
  });
}

const fate = async (proxy: LossyProxy, path?: string) => ask(proxy, path).catch(() => 'no answer');

describe('without faults', () => {
  test('everything passes unchanged in both directions, and the run may not count as a fault test', async () => {
    const proxy = await open();
    const body = randomBytes(2_000_000);
    const hash = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
    expect(hash(await ask(proxy, '/', Buffer.from(body.toString('hex'))))).toBe(hash(body.toString('hex')));
    expect(proxy.counters).toMatchObject({ connections: 1, requests: 1 });
    expect(() => proxy.assertInjected()).toThrow('this run proves nothing');
  });

  test('a server that is not there is a cut line, not a proxy that falls over', async () => {
    const proxy = await open({ port: 9 });
    expect(await fate(proxy)).toBe('no answer');
    expect(await fate(proxy)).toBe('no answer');
    expect(proxy.counters.connections).toBe(2);
  });
});

describe('lost replies and cut requests', () => {
  test('a lost reply: the work is done and nobody is told', async () => {
    const proxy = await open();
    proxy.set({ loseReply: 1 });
    expect(await fate(proxy, '/pay')).toBe('no answer');
    expect(done).toEqual(['/pay']);
    expect(proxy.assertInjected()).toBe('seed 7, 1 connections, 1 requests; injected: repliesLost 1');
  });

  test('a cut request: nothing is done', async () => {
    const proxy = await open();
    proxy.set({ cutRequest: 1 });
    expect(await fate(proxy, '/pay')).toBe('no answer');
    expect(done).toEqual([]);
    expect(proxy.counters).toMatchObject({ requestsCut: 1, repliesLost: 0 });
  });

  const ASKED = 120;
  const fates = async (seed: number) => {
    const proxy = await open({ seed });
    proxy.set({ loseReply: 0.2, cutRequest: 0.1 });
    const seen: string[] = [];
    for (let n = 0; n < ASKED; n += 1) seen.push(await fate(proxy, `/${n}`));
    return { seen, counters: { ...proxy.counters } };
  };

  test('come in the shares that were asked for, the same again for the same seed and others for another', UNHURRIED, async () => {
    const first = await fates(42);
    expect(first.counters.repliesLost / ASKED).toBeCloseTo(0.18, 1);
    expect(first.counters.requestsCut / ASKED).toBeCloseTo(0.1, 1);
    expect(done).toHaveLength(ASKED - first.counters.requestsCut);
    expect(await fates(42)).toEqual(first);
    expect((await fates(43)).seen).not.toEqual(first.seen);
  });

  test('are judged once for each question on one connection, however many pieces it has', async () => {
    // Answers a question when its last line has come.
    const patient = createTcpServer((socket) => void socket.on('data', (bytes) => bytes.at(-1) === 10 && socket.write('heard')));
    await new Promise<void>((listening) => patient.listen(0, '127.0.0.1', listening));
    const proxy = await open({ port: portOf(patient) });
    const socket = connect(proxy.port, '127.0.0.1');
    for (const question of ['one', 'two', 'three'.repeat(400_000)]) {
      const answer = once(socket, 'data');
      socket.write(`${question}\n`);
      expect(String(await answer)).toBe('heard');
    }
    expect(proxy.counters.requests).toBe(3);
    proxy.set({ loseReply: 1 });
    socket.write('four\n');
    expect(await text(socket)).toBe('');
    expect(proxy.counters).toMatchObject({ requests: 4, repliesLost: 1 });
    patient.close();
  });

  test('spare a connection during its handshake', async () => {
    const proxy = await open({ handshakeMs: 60_000 });
    proxy.set({ loseReply: 1, cutRequest: 1 });
    expect(await fate(proxy)).toBe('done');
    expect(() => proxy.assertInjected()).toThrow('this run proves nothing');
  });
});

describe('down, freeze and cut', () => {
  /** Settled when the line is cut, with whatever came before. */
  const openLine = async (proxy: LossyProxy): Promise<{ socket: Socket; ended: Promise<string> }> => {
    const socket = connect(proxy.port, '127.0.0.1');
    await new Promise((connected) => socket.once('connect', connected));
    await expect.poll(() => proxy.counters.connections, SOON).toBeGreaterThan(0);
    return { socket, ended: text(socket).catch((fault: Error) => fault.message) };
  };

  test('down cuts what is open, refuses what is new, and is over when it is switched off', async () => {
    const proxy = await open();
    const line = await openLine(proxy);
    proxy.set({ down: true });
    expect(await line.ended).toBe('');
    expect(await fate(proxy)).toBe('no answer');
    expect(proxy.counters).toMatchObject({ cut: 1, refused: 1 });
    proxy.set({ down: false });
    expect(await fate(proxy)).toBe('done');
  });

  test('cutAll cuts once and leaves the way open', async () => {
    const proxy = await open();
    const lines = [await openLine(proxy), await openLine(proxy)];
    await expect.poll(() => proxy.counters.connections, SOON).toBe(2);
    proxy.cutAll();
    expect(await Promise.all(lines.map(async (line) => line.ended))).toEqual(['', '']);
    expect(await fate(proxy)).toBe('done');
    expect(proxy.counters.cut).toBe(2);
  });

  test('freeze accepts and carries nothing; what waited arrives when it is over', async () => {
    const proxy = await open();
    proxy.set({ freeze: true });
    const answer = ask(proxy, '/waited');
    await expect.poll(() => proxy.counters.frozen, SOON).toBe(1);
    expect(done).toEqual([]);
    proxy.set({ freeze: false });
    expect(await answer).toBe('done');
    expect(done).toEqual(['/waited']);
    expect(proxy.assertInjected()).toContain('frozen 1');
  });
});

describe('slow lines', () => {
  const timed = async (work: Promise<unknown>) => {
    const before = performance.now();
    await work;
    return performance.now() - before;
  };

  test('latency is paid once each way', async () => {
    const proxy = await open();
    proxy.set({ latency: 40 });
    expect(await timed(ask(proxy))).toBeGreaterThanOrEqual(80);
    expect(proxy.assertInjected()).toContain('delayed');
  });

  test('a narrow line takes as long as its bytes need', async () => {
    const proxy = await open();
    proxy.set({ bps: 2_000_000 });
    // Twice 300 kB in several pieces, which wait for one another.
    expect(await timed(ask(proxy, '/', Buffer.alloc(300_000, 'x')))).toBeGreaterThanOrEqual(300);
  });

  test('jitter never changes the order of the bytes', async () => {
    const proxy = await open();
    proxy.set({ jitter: 4 });
    const lines = Array.from({ length: 400 }, (_, n) => `line ${n}\n`).join('');
    const pieces = lines.match(/[\s\S]{1,37}/g) ?? [];
    const answer = await new Promise<string>((resolve, reject) => {
      const asking = request({ host: '127.0.0.1', port: proxy.port, method: 'POST', agent: false }, (reply) => {
        text(reply).then(resolve, reject);
      });
      asking.on('error', reject);
      for (const piece of pieces) asking.write(piece);
      asking.end();
    });
    expect(answer).toBe(lines);
    expect(proxy.counters.delayed).toBeGreaterThan(0);
  });
});
