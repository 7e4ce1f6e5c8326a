import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lapsedChoices } from '#db/queries/parcel-choices.ts';
import { overdueReturns } from '#db/queries/return-clock.ts';
import { creditLateParcel } from '#lib/commerce/payments/credit-late-parcel.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Job } from '#realtime/work.ts';
import { sendWhatIsOwed } from '#realtime/given-up.ts';
import { endLapsedHolds, lapseWhatIsNotPaid, relieveFullPlaces, tellWhatIsBack, tendLines, tidyUp } from '#realtime/sweeps.ts';
import { unpaidWatch } from '#realtime/unpaid-orders.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { bringIn, fileOf } from '../support/state-files.ts';

const sample = readFileSync(new URL('../fixtures/state/old-shop.jsonl', import.meta.url), 'utf8');

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await bringIn(shop, sample);
});
afterAll(() => shop.close());

async function sweepAll(): Promise<void> {
  await tidyUp(shop);
  await relieveFullPlaces(shop);
  await lapseWhatIsNotPaid(shop);
  await endLapsedHolds(shop);
  await tendLines(shop);
  await tellWhatIsBack(shop);
}

async function told() {
  const { rows } = await sql<{ events: number; mails: number; calls: number; later: number }>`
    select (select count(*)::int from event where topic like 'order:%') as events, (select count(*)::int from mail) as mails,
      (select count(*)::int from payment_transaction) as calls,
      (select count(*)::int from outbox where topic like 'order:%') as later`.execute(shop.db);
  return rows[0];
}

test('no sweep makes anything of what had run out before it came', async () => {
  const before = await told();
  shop.at(new Date(shop.now().getTime() + 60 * 60_000));
  await sweepAll();
  expect(await told()).toEqual(before);
});

test('nobody asks a bank, and nobody is decided for, when the time for it was over', async () => {
  const jobs: Job[] = [];
  await unpaidWatch(shop, async (_, some) => void jobs.push(...some))(1);
  expect(jobs).toEqual([]);
  expect(await lapsedChoices(shop.db, shop.now(), 100)).toEqual([]);
  expect(await overdueReturns(shop.db, shop.now(), 100)).toEqual([]);
});

const place = { address: 'a', city: 'b', postcode: '560030', country: 'IN', lat: 12.9, lng: 77.6, time_zone: 'Asia/Kolkata', opening: {} };
const AT = '2026-11-20T10:00:00+05:30';
/** One bottle, paid by card and under way since AT, promised for two days before now. */
function sent(source: string, promises: object[], ...more: object[]): string {
  const of = (type: string, external_id: string, rest: object) => ({ type, source, external_id, ...rest });
  return fileOf(
    of('location', 'w', { name: 'W', kind: 'warehouse', ...place, methods: ['ship'] }),
    of('product', 'p', { title: 'Bottle' }),
    of('variant', 'v', { product: 'p' }),
    of('order', 'o', {
      placed_at: AT,
      contact: { email: 'a@b.example', name: 'A' },
      lines: [{ variant: 'v', quantity: 1, unit_price: 90_000 }]
    }),
    of('shipment', 's', {
      order: 'o',
      location: 'w',
      lines: [{ line: '1', quantity: 1 }],
      shipped_at: AT,
      tracking_number: `T-${source}`,
      promises
    }),
    of('payment', 'y', {
      order: 'o',
      method: 'card',
      amount: 90_000,
      at: AT,
      transactions: [{ kind: 'charge', amount: 90_000, reference: 'ch', at: AT }]
    }),
    ...more
  );
}
const promised = (day: number, over: object = {}) => ({
  state: 'revised',
  deliver_from: AT,
  deliver_until: `2026-11-${day}T10:00:00+05:30`,
  ...over
});

test('a promise that was made elsewhere gives no credit by itself', async () => {
  const report = await bringIn(shop, sent('late', [promised(21), promised(23, { reason: 'node-down' })]));
  expect(report.errors).toBe(0);
  const [parcel] = await shop.db
    .selectFrom('shipment')
    .select('fulfilment_order_id as id')
    .where('tracking_number', '=', 'T-late')
    .execute();
  await creditLateParcel(shop, SYSTEM, { fulfilmentOrderId: parcel!.id });
  expect(await shop.db.selectFrom('order_credit').select('id').where('reason', '=', 'late').execute()).toEqual([]);
});

const owed = (source: string, refund: object = {}) => ({
  type: 'credit',
  source,
  external_id: 'c',
  order: 'o',
  cause: 'goodwill:1',
  reason: 'goodwill',
  goodwill: 500,
  at: AT,
  refunds: [{ payment: 'y', amount: 500, how: 'bank', state: 'due', due_at: AT, ...refund }]
});

test('what another system still owes by its bank is refused; what a person gives back in cash is not', async () => {
  const report = await bringIn(shop, sent('owing', [], owed('owing')));
  expect(report.issues.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(['still_owed /refunds/0/state']);
  expect((await bringIn(shop, sent('owing', [], owed('owing', { how: 'by-hand' })))).errors).toBe(0);
});

test('what a shop like this still owes is sent once, within the hour', async () => {
  expect((await bringIn(shop, sent('throughline', [], owed('throughline')))).errors).toBe(0);
  const calls = () => shop.bank.refunds.length;
  const before = calls();
  await sendWhatIsOwed(shop);
  await sendWhatIsOwed(shop);
  expect(calls() - before).toBe(1);
  const refunds = await shop.db.selectFrom('refund').select('state').where('how', '=', 'bank').execute();
  expect(refunds.every(({ state }) => state === 'paid')).toBe(true);
});
