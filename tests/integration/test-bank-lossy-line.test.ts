import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import type { ChargeOrder } from '#lib/commerce/payments/payment-provider.ts';
import { journalOf } from '#lib/server/providers/test-bank/journal-of.ts';
import { bankWorld, upi } from '#tests/support/bank-world.ts';
import { lossyProxy, type LossyProxy } from '#tests/support/lossy-proxy.ts';

const world = bankWorld();
const PURCHASES = 500;
const SEED = 20_261_123;

let server: Server;
let line: LossyProxy;

/** The bank behind a line that loses 5 % of the replies and cuts 2.5 % of the requests. */
async function bankBehindALossyLine(): Promise<void> {
  const bank = world.open();
  server = createServer((asked, answer) => {
    void json(asked)
      .then(async (order) => bank.charge(order as ChargeOrder))
      .then((said) => answer.end(JSON.stringify(said)));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  line = await lossyProxy({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, seed: SEED, handshakeMs: 0 });
  line.set({ loseReply: 0.05, cutRequest: 0.025 });
}

afterEach(async () => {
  await line.close();
  await new Promise((closed) => {
    server.close(closed);
    server.closeAllConnections();
  });
});

async function charge(order: ChargeOrder): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port: line.port, method: 'POST', agent: false }, (answer) =>
      text(answer).then(resolve, reject)
    );
    asking.on('error', reject).end(JSON.stringify(order));
  });
}

/** A buyer who got no answer asks again until there is one. */
async function buyUntilKnown(n: number, keyOfTry: (attempt: number) => string): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await charge(upi('ok@mez', { key: keyOfTry(attempt), orderNumber: `TL-${n}` })).catch(() => undefined);
    if (answer !== undefined) return answer;
  }
}

async function everybodyBuys(keyOf: (n: number, attempt: number) => string): Promise<number[]> {
  await bankBehindALossyLine();
  for (let first = 0; first < PURCHASES; first += 20) {
    const some = Array.from({ length: 20 }, (_, index) => first + index);
    await Promise.all(some.map(async (n) => buyUntilKnown(n, (attempt) => keyOf(n, attempt))));
  }
  expect(line.assertInjected()).toMatch(/requestsCut \d+, repliesLost \d+/);
  return [...journalOf(world.journal).totalPerOrder.values()].map((total) => total.captures);
}

describe('a line that loses replies', { timeout: 60_000 }, () => {
  test('charges every order exactly once when a repeat brings the same key', async () => {
    const captures = await everybodyBuys((n) => `order:${n}:charge`);
    expect(captures).toEqual(Array(PURCHASES).fill(1));
  });

  test('charges some orders twice without the key, so the test above would notice', async () => {
    const captures = await everybodyBuys((n, attempt) => `order:${n}:try:${attempt}`);
    expect(captures).toHaveLength(PURCHASES);
    const tooMany = captures.reduce((sum, count) => sum + count - 1, 0);
    expect(tooMany).toBeGreaterThan(0);
    expect(tooMany).toBe(line.counters.repliesLost);
  });
});
