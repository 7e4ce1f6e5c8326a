import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { ProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Job } from '#realtime/work.ts';
import { startJobs, type Jobs } from '#realtime/jobs.ts';
import { startRelay } from '#realtime/relay.ts';
import { aCheckout } from '../support/checkout.ts';
import { aVariant, shopper } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { SOON } from '../support/soon.ts';

const NODE = 'blr-domlur';
/** So fast that the demonstration's half hour is nothing. */
const carrierSpeed = 1_000_000;

let shop: TestShop;
const running: { stop: () => Promise<void> }[] = [];
beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => {
  await stopAll();
  await shop.close();
});

const stopAll = async () => Promise.all(running.splice(0).map((one) => one.stop()));

async function start(more: Partial<Shop> = {}): Promise<Jobs> {
  const jobs = await startJobs({ ...shop, ...more }, { databaseUrl: shop.url, carrierSpeed });
  running.push(jobs);
  return jobs;
}

const enqueue = async (jobs: Jobs, ...some: Job[]) => shop.db.transaction().execute(async (tx) => jobs.enqueue(tx, some));
const book = (shipmentId: string, key: string): Job => ({ queue: 'book-carrier', key, data: { shipmentId }, after: { seconds: 0 } });
type Row = { state: string; retry_count: number; output: unknown };
const jobsOf = async (key: string): Promise<Row[]> =>
  (await sql<Row>`select state, retry_count, output from jobs.job where singleton_key = ${key}`.execute(shop.db)).rows;

async function anOrder(method: 'upi' | 'cash_on_delivery') {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 5 } });
  const { cartKey, version } = await aCheckout(shop, [{ variantId, quantity: 1 }]);
  return { variantId, ...(await placeOrder(shop, shopper, { cartKey, version, method, key: shop.newId() })) };
}

test('two processes that begin on an empty database at the same moment both begin', async () => {
  const [one, other] = await Promise.all([start(), start()]);
  await Promise.all([enqueue(one, book(shop.newId(), 'one#1')), enqueue(other, book(shop.newId(), 'other#1'))]);
  await vi.waitFor(async () => {
    expect(await jobsOf('one#1')).toMatchObject([{ state: 'completed' }]);
    expect(await jobsOf('other#1')).toMatchObject([{ state: 'completed' }]);
  }, SOON);
  await stopAll();
});

test('a paid order travels by itself: released, packed, handed over, and the carrier is told of it once', async () => {
  const [one, other] = [await start(), await start()];
  const tellPages = async () => undefined;
  running.unshift(startRelay(shop, { tellPages, enqueue: one.enqueue }), startRelay(shop, { tellPages, enqueue: other.enqueue }));
  const { orderId, orderKey } = await anOrder('upi');
  await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez' });
  await vi.waitFor(() => expect(shop.bookings).toHaveLength(1), SOON);
  await vi.waitFor(async () => {
    const told = await shop.db.selectFrom('event').select('type').where('topic', '=', `order:${orderId}`).orderBy('version').execute();
    expect(told.map((event) => event.type).slice(-4)).toEqual(['fo.released', 'fo.picked', 'fo.packed', 'fo.shipped']);
  });
  await stopAll();
  const { rows } = await sql<{ name: string; n: number }>`
    select name, count(*) as n from jobs.job where data ->> 'orderId' = ${orderId} or name in ('pack-parcel', 'hand-over-parcel') group by name order by name`.execute(
    shop.db
  );
  expect(rows).toEqual(['capture-parcel', 'hand-over-parcel', 'pack-parcel'].map((name) => ({ name, n: 1 })));
  expect(shop.bookings.splice(0)).toHaveLength(1);
});

test('a fact handed over twice makes one job, and a step that is undone makes none', async () => {
  const jobs = await start();
  const once = book(shop.newId(), 'order:twice#9');
  await enqueue(jobs, once);
  await enqueue(jobs, once);
  const undone = shop.db.transaction().execute(async (tx) => {
    await jobs.enqueue(tx, [book(shop.newId(), 'order:undone#9')]);
    throw new Error('the relay fell over');
  });
  await expect(undone).rejects.toThrow('fell over');
  await vi.waitFor(async () => expect(await jobsOf('order:twice#9')).toMatchObject([{ state: 'completed' }]), SOON);
  expect(await jobsOf('order:undone#9')).toEqual([]);
  await stopAll();
});

/** The shopper's own request never heard it, but the bank has the money. */
async function paidUnheard() {
  const order = await anOrder('upi');
  const instrument = { method: 'upi' as const, handle: 'ok@mez' };
  const charge = { amountMinor: 53_900, currency: 'INR', orderNumber: order.number, instrument };
  await shop.bank.provider.charge({ ...charge, key: `order:${order.orderId}:1` });
  return order;
}

const lifeOf = async (id: string) =>
  (await shop.db.selectFrom('orders').select('life').where('id', '=', id).executeTakeFirstOrThrow()).life;

test('a job that was written down before its process ended runs in the next one', async () => {
  const { orderId } = await paidUnheard();
  const before = await start();
  await enqueue(before, { queue: 'authorize-payment', key: 'order:kept#1', data: { orderId }, after: { seconds: 2 } });
  await stopAll();
  expect(await jobsOf('order:kept#1')).toMatchObject([{ state: 'created' }]);
  await start();
  await vi.waitFor(async () => expect(await jobsOf('order:kept#1')).toMatchObject([{ state: 'completed' }]), SOON);
  expect(await lifeOf(orderId)).toBe('confirmed');
  await stopAll();
});

test('one of a batch that fails is tried again by itself and reported once; a bank that is silent is not reported at all', async () => {
  const [sound, silent, broken] = await Promise.all([anOrder('upi'), anOrder('upi'), anOrder('upi')]);
  const asked: string[] = [];
  const payments: Shop['payments'] = {
    ...shop.payments,
    async find(key) {
      asked.push(key);
      if (key.includes(silent.orderId)) throw new ProviderUnreachable('no answer');
      if (key.includes(broken.orderId) && asked.filter((one) => one === key).length === 1) throw new Error('a fault of ours');
      return shop.payments.find(key);
    }
  };
  const jobs = await start({ payments });
  const ask = (orderId: string): Job => ({
    queue: 'authorize-payment',
    key: `order:${orderId}#1`,
    data: { orderId },
    after: { seconds: 0 }
  });
  await enqueue(jobs, ask(silent.orderId), ask(broken.orderId), ask(sound.orderId));
  await vi.waitFor(async () => {
    expect(await jobsOf(`order:${sound.orderId}#1`)).toMatchObject([{ state: 'completed', retry_count: 0 }]);
    expect(await jobsOf(`order:${broken.orderId}#1`)).toMatchObject([{ state: 'completed', retry_count: 1 }]);
    expect(await jobsOf(`order:${silent.orderId}#1`)).toMatchObject([{ state: 'retry' }]);
  }, SOON);
  expect(asked.filter((key) => key.includes(sound.orderId))).toHaveLength(1);
  expect(shop.faults.splice(0).map(String)).toEqual([expect.stringMatching(/^Error: job authorize-payment .* failed and is tried again$/)]);
  await stopAll();
});

test('an order that nobody paid gives its goods back when its time is over, unless the bank says it was paid', async () => {
  const [unpaid, paid] = [await anOrder('upi'), await paidUnheard()];
  shop.at(new Date(shop.now().getTime() + 21 * 60_000));
  const jobs = await start();
  const lapse = (orderId: string): Job => ({
    queue: 'cancel-unpaid-order',
    key: `order:${orderId}#1`,
    data: { orderId },
    after: { seconds: 0 }
  });
  await enqueue(jobs, lapse(unpaid.orderId), lapse(paid.orderId));
  await vi.waitFor(async () => {
    expect(await lifeOf(unpaid.orderId)).toBe('cancelled');
    expect(await lifeOf(paid.orderId)).toBe('confirmed');
  }, SOON);
  const shelf = await shop.db
    .selectFrom('stock_level')
    .select('available')
    .where('variant_id', '=', unpaid.variantId)
    .executeTakeFirstOrThrow();
  expect(shelf.available).toBe(5);
  await stopAll();
});

test('a job whose process died in the middle is taken up by another within twenty seconds, and its effect comes once', async () => {
  const { orderId } = await paidUnheard();
  const jobs = await start();
  const key = 'order:orphan#1';
  await enqueue(jobs, { queue: 'authorize-payment', key, data: { orderId }, after: { seconds: 3600 } });
  // As a killed process leaves it: begun, and then silent.
  await sql`update jobs.job set state = 'active', started_on = now(), heartbeat_on = now(), start_after = now() where singleton_key = ${key}`.execute(
    shop.db
  );
  await vi.waitFor(async () => expect(await jobsOf(key)).toMatchObject([{ state: 'completed', retry_count: 1 }]), {
    timeout: 20_000,
    interval: 100
  });
  const { rows } = await sql`select version from event where topic = ${`order:${orderId}`} and type = 'payment.captured'`.execute(shop.db);
  expect(rows).toHaveLength(1);
  await stopAll();
}, 30_000);
