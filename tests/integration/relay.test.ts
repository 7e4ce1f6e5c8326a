import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Tx } from '#db/client.ts';
import { listen } from '#db/listen.ts';
import { outboxSignal } from '#db/outbox-signal.ts';
import { holdLease, LeaseLost } from '#db/queries/leases.ts';
import { inTransaction } from '#db/transaction.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Job } from '#realtime/work.ts';
import { newRelay, relayOnce, startRelay, type Outlets } from '#realtime/relay.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { SOON } from '../support/soon.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  // What was handed over, written like a job in the relay's own transaction: exactly once, and in this order.
  await sql`create table handed_over (n serial primary key, topic text not null, version int not null, unique (topic, version))`.execute(
    shop.db
  );
});
beforeEach(async () => {
  await sql`truncate handed_over, outbox, lease`.execute(shop.db);
});
afterAll(async () => shop.close());

/** One thing after the other happened to an order that exists only here; each of its facts makes one job. */
async function happens(orderId: string, from: number, to: number = from): Promise<void> {
  for (let version = from; version <= to; version++) {
    await inTransaction(shop, { actor: SYSTEM }, async (_, record) =>
      record({ type: 'order.confirmed', topic: `order:${orderId}`, orderId, version, isReleased: false })
    );
  }
}

function noting(spoil: (job: Job) => boolean = () => false): Outlets & { rooms: string[] } {
  const rooms: string[] = [];
  return {
    rooms,
    tellPages: async (some) => void rooms.push(...some),
    async enqueue(tx: Tx, jobs: Job[]) {
      for (const job of jobs) {
        if (spoil(job)) throw new Error(`no room for ${job.key}`);
        const [topic, version] = job.key.split('#');
        await sql`insert into handed_over (topic, version) values (${topic}, ${Number(version)})`.execute(tx);
      }
    }
  };
}

const handedOver = async (orderId: string): Promise<number[]> => {
  const { rows } = await sql<{ version: number }>`select version from handed_over where topic = ${`order:${orderId}`} order by n`.execute(
    shop.db
  );
  return rows.map((row) => row.version);
};
const left = async () => shop.db.selectFrom('outbox').selectAll().orderBy('position').execute();
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const loseLease = async () =>
  shop.db
    .updateTable('lease')
    .set({ expires_at: new Date(0) })
    .execute();

test('two relays and much happening at once: each thing is told in the order it happened, each fact once, nothing is left', async () => {
  const orders = Array.from({ length: 6 }, () => shop.newId());
  const outlets = noting();
  const relays = [startRelay(shop, outlets), startRelay(shop, outlets)];
  await Promise.all(orders.map((id) => happens(id, 1, 40)));
  await vi.waitFor(async () => expect(await left()).toEqual([]), SOON);
  await Promise.all(relays.map((relay) => relay.stop()));
  for (const id of orders) expect(await handedOver(id)).toEqual(upTo(40));
  expect(new Set(outlets.rooms)).toEqual(new Set(orders.map((id) => `order:${id}`)));
});

test('a relay that lost its lease while it worked takes nothing away; the next one hands all of it over', async () => {
  const id = shop.newId();
  await happens(id, 1, 3);
  const slow = noting();
  const stolen: Outlets = {
    ...slow,
    async enqueue(tx, jobs) {
      await slow.enqueue(tx, jobs);
      await loseLease();
      await holdLease(shop.db, 'relay', shop.newId(), 5);
    }
  };
  const relay = newRelay(shop);
  await expect(relayOnce(shop, stolen, relay)).rejects.toThrow(LeaseLost);
  expect(await handedOver(id)).toEqual([]);
  expect(await relayOnce(shop, noting(), relay)).toBeUndefined();

  await loseLease();
  expect(await relayOnce(shop, noting(), newRelay(shop))).toBe(3);
  expect(await handedOver(id)).toEqual([1, 2, 3]);
});

test('a relay that slept through its lease and still believes in it moves nothing', async () => {
  const id = shop.newId();
  const sleeper = newRelay(shop);
  expect(await relayOnce(shop, noting(), sleeper)).toBe(0);
  await loseLease();
  expect(await relayOnce(shop, noting(), newRelay(shop))).toBe(0);
  await happens(id, 1);
  await expect(relayOnce(shop, noting(), sleeper)).rejects.toThrow(LeaseLost);
  expect(await handedOver(id)).toEqual([]);
  expect(await left()).toHaveLength(1);
});

test('while one relay holds the lease another stays still, and takes over when the first one ends', async () => {
  const id = shop.newId();
  const [one, other] = [newRelay(shop), newRelay(shop)];
  await relayOnce(shop, noting(), one);
  await happens(id, 1);
  expect(await relayOnce(shop, noting(), other)).toBeUndefined();
  expect(await relayOnce(shop, noting(), one)).toBe(1);
  await one.lease.drop();
  await happens(id, 2);
  expect(await relayOnce(shop, noting(), other)).toBe(1);
  expect(await handedOver(id)).toEqual([1, 2]);
});

test('a lost wake-up costs a poll, not the fact', async () => {
  const id = shop.newId();
  const deaf = { ...shop, outbox: { ...shop.outbox, onWake: () => () => undefined } };
  const relay = startRelay(deaf, noting());
  await vi.waitFor(async () => expect(await shop.db.selectFrom('lease').selectAll().execute()).toHaveLength(1), SOON);
  await happens(id, 1);
  await vi.waitFor(async () => expect(await handedOver(id)).toEqual([1]), SOON);
  await relay.stop();
});

test('a commit where the relay works wakes no other process; a commit anywhere else does', async () => {
  const id = shop.newId();
  let heard = 0;
  const listening = Promise.withResolvers<void>();
  const deafen = listen(shop.url, { outbox: () => void (heard += 1) }, listening.resolve);
  await listening.promise;
  const relay = startRelay(shop, noting());
  await vi.waitFor(async () => expect(await shop.db.selectFrom('lease').selectAll().execute()).toHaveLength(1), SOON);
  await vi.waitFor(() => expect(shop.outbox.hear()).toBe(true), SOON);

  await happens(id, 1);
  await vi.waitFor(async () => expect(await handedOver(id)).toEqual([1]), SOON);
  outboxSignal(shop.db).wake();
  await vi.waitFor(() => expect(heard).toBeGreaterThan(0), SOON);
  expect(heard).toBe(1);
  await relay.stop();
  await deafen();
});

test('a faulty fact is counted and set aside with an alert after five tries; its topic waits, all others go on at once', async () => {
  const [faulty, sound] = [shop.newId(), shop.newId()];
  await happens(faulty, 1);
  await happens(sound, 1);
  await happens(faulty, 2, 3);
  await happens(sound, 2);
  const spoiling = noting((job) => job.key === `order:${faulty}#2`);
  const relay = newRelay(shop);
  expect(await relayOnce(shop, spoiling, relay)).toBe(3);
  expect(await handedOver(sound)).toEqual([1, 2]);
  expect(await handedOver(faulty)).toEqual([1]);
  expect(await left()).toMatchObject([{ attempts: 1, set_aside_at: null }, { attempts: 0 }]);

  for (let tries = 2; tries <= 5; tries++) {
    await happens(sound, tries + 1);
    expect(await relayOnce(shop, spoiling, relay)).toBe(1);
    expect(shop.faults).toEqual([]);
    relay.resting.clear();
    await relayOnce(shop, spoiling, relay);
    expect(await left()).toMatchObject([{ attempts: tries }, { attempts: 0 }]);
  }
  expect(shop.faults.splice(0).map(String)).toEqual([
    `Error: relay: order.confirmed of order:${faulty} was set aside; its topic waits for a person`
  ]);

  relay.resting.clear();
  await happens(sound, 7);
  expect(await relayOnce(shop, spoiling, relay)).toBe(1);
  expect(await handedOver(sound)).toEqual(upTo(7));
  expect(await handedOver(faulty)).toEqual([1]);

  // A program that knows better takes over: nothing was lost, and the order is kept.
  await relay.lease.drop();
  expect(await relayOnce(shop, noting(), newRelay(shop))).toBe(2);
  expect(await handedOver(faulty)).toEqual([1, 2, 3]);
  expect(await left()).toEqual([]);
});

test('a topic that fails rests a while before the next try, however much of it waits', async () => {
  const [faulty, sound] = [shop.newId(), shop.newId()];
  await happens(faulty, 1, 210);
  const spoiling = noting((job) => job.key.startsWith(`order:${faulty}`));
  const relay = newRelay(shop);
  await relayOnce(shop, spoiling, relay);
  await happens(sound, 1);
  await relayOnce(shop, spoiling, relay);
  expect(await handedOver(sound)).toEqual([1]);
  const waiting = await left();
  expect(waiting).toHaveLength(210);
  expect(waiting.map((fact) => fact.attempts).filter((attempts) => attempts > 0)).toEqual([1]);
});

test('a fact of a kind that nobody knows is a faulty fact, not a forgotten one', async () => {
  const id = shop.newId();
  await happens(id, 1);
  await shop.db.updateTable('event').set({ type: 'order.sung_about' }).where('topic', '=', `order:${id}`).execute();
  expect(await relayOnce(shop, noting(), newRelay(shop))).toBe(0);
  expect(await left()).toMatchObject([{ topic: `order:${id}`, attempts: 1 }]);
});
