import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sql } from 'kysely';
import { cancelUnpaidOrder } from '#lib/commerce/orders/cancel-unpaid-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { endLapsedHolds, startSweeps, tidyUp } from '#realtime/sweeps.ts';
import { aCheckout } from '../support/checkout.ts';
import { aCart, aVariant, level, shopper } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { SOON } from '../support/soon.ts';

const NODE = 'blr-domlur';
const later = (minutes: number) => new Date(new Date(MORNING).getTime() + minutes * 60_000);

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => shop.close());

/** A cart of its own keeps some of a variant until a moment. */
async function aHold(variantId: string, quantity: number, until: Date): Promise<void> {
  const { cartId } = await aCart(shop);
  const wanted = JSON.stringify([{ id: shop.newId(), variantId, nodeId: NODE, quantity }]);
  await sql`select record_events(reserve_stock(${cartId}, ${wanted}::jsonb, ${until}, ${shop.now()}), '{"role":"system"}', 'system', ${shop.now()}, null)`.execute(
    shop.db
  );
}

async function aPerson(): Promise<{ id: string }> {
  const id = shop.newId();
  const person = { id, email: `${id}@mez.example`, name: 'Tidy', role: 'manager' as const, node_id: null, password_hash: 'none' };
  await shop.db.insertInto('app_user').values(person).execute();
  return { id };
}

const LAPSED = 'h1:lapsed';
const aLapsedSession = async () => ({ id: LAPSED, user_id: (await aPerson()).id, expires_at: later(-1) });
const lapsedSessions = async () => (await shop.db.selectFrom('user_session').select('id').where('id', '=', LAPSED).execute()).length;

test('goods that were kept too long go back on the shelf and say so; what is still kept stays', async () => {
  shop.at(MORNING);
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 9 } });
  await aHold(variantId, 2, later(5));
  await aHold(variantId, 3, later(15));
  const woken = vi.fn<() => void>();
  const forget = shop.outbox.onWake(woken);
  expect(await endLapsedHolds(shop)).toBe(0);
  expect(woken).not.toHaveBeenCalled();

  shop.at(later(5));
  expect(await endLapsedHolds(shop)).toBe(1);
  expect(woken).toHaveBeenCalled();
  expect(await level(shop.db, variantId, NODE)).toMatchObject({ held: 3, available: 6, version: 4 });
  const told = await shop.db
    .selectFrom('event')
    .select(['type', 'cause'])
    .where('topic', '=', `stock:${NODE}/${variantId}`)
    .where('version', '=', 4)
    .execute();
  expect(told).toEqual([{ type: 'stock.changed', cause: 'expire-holds' }]);
  forget();
});

test('two brooms at once end each hold once, however many there are', async () => {
  shop.at(MORNING);
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 500 } });
  for (let i = 0; i < 230; i++) await aHold(variantId, 1, later(5));
  shop.at(later(6));
  const ended = await Promise.all([endLapsedHolds(shop), endLapsedHolds(shop)]);
  expect(ended[0] + ended[1]).toBe(230);
  expect(await level(shop.db, variantId, NODE)).toMatchObject({ held: 0, available: 500, version: 461 });
});

test('of two processes one sweeps, and when it ends the other goes on', async () => {
  shop.at(MORNING);
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 9 } });
  await aHold(variantId, 2, later(5));
  shop.at(later(60));
  const enqueue = async () => undefined;
  const sweeps = [startSweeps(shop, { enqueue }), startSweeps(shop, { enqueue })];
  const held = async () => (await level(shop.db, variantId, NODE)).held;
  await vi.waitFor(async () => expect(await held()).toBe(0), SOON);
  await sweeps[0]!.stop();
  shop.at(MORNING);
  await aHold(variantId, 1, later(5));
  shop.at(later(60));
  await vi.waitFor(async () => expect(await held()).toBe(0), SOON);
  await sweeps[1]!.stop();
});

test('a step that always fails keeps none behind it from being done', async () => {
  shop.at(MORNING);
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 9 } });
  const { cartKey, version } = await aCheckout(shop, [{ variantId, quantity: 1 }]);
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });
  await aHold(variantId, 2, later(5));
  await shop.db
    .insertInto('user_session')
    .values(await aLapsedSession())
    .execute();
  shop.at(later(19.9));
  const sweeps = startSweeps(shop, { enqueue: async () => Promise.reject(new Error('no room')) });
  await vi.waitFor(async () => expect(await lapsedSessions()).toBe(0), SOON);
  await sweeps.stop();
  expect((await level(shop.db, variantId, NODE)).held).toBe(0);
  expect(shop.faults.splice(0).map(String)).toEqual(['Error: sweep: unpaid orders failed']);
  shop.at(later(21));
  await cancelUnpaidOrder(shop, SYSTEM, { orderId });
});

test('nor does what fails in a tidying up', async () => {
  shop.at(MORNING);
  await shop.db
    .insertInto('user_session')
    .values(await aLapsedSession())
    .execute();
  await sql`alter table idempotency rename to idempotency_gone`.execute(shop.db);
  await tidyUp(shop);
  await sql`alter table idempotency_gone rename to idempotency`.execute(shop.db);
  expect(await lapsedSessions()).toBe(0);
  expect(shop.faults.splice(0).map(String)).toEqual(['Error: sweep: old keys failed']);
});

test('what has served its time is forgotten, what is young stays, and what waits for a person is said again', async () => {
  shop.at(MORNING);
  const old = new Date(shop.now().getTime() - 40 * 24 * 3_600_000);
  const at = [old, shop.now()];
  await shop.db
    .insertInto('idempotency')
    .values(at.map((created_at, i) => ({ scope: 'tidy', key: String(i), hash: 'h', result: null, created_at })))
    .execute();
  await shop.db
    .insertInto('webhook_inbox')
    .values(at.map((received_at, i) => ({ provider: 'bank', event_id: String(i), received_at })))
    .execute();
  await shop.db
    .insertInto('rate_bucket')
    .values(at.map((window_start) => ({ name: 'search', subject: 'x', window_start, used: 1 })))
    .execute();
  const person = await aPerson();
  const sessions = [old, later(60)].map((expires_at, i) => ({ id: `h1:${i}`, user_id: person.id, expires_at }));
  await shop.db.insertInto('user_session').values(sessions).execute();
  const stuck = await shop.db.selectFrom('event').select(['position', 'topic']).orderBy('position').limit(1).executeTakeFirstOrThrow();
  await shop.db.deleteFrom('outbox').execute();
  await shop.db
    .insertInto('outbox')
    .values({ ...stuck, set_aside_at: shop.now() })
    .execute();

  await tidyUp(shop);
  expect(await shop.db.selectFrom('idempotency').select('key').where('scope', '=', 'tidy').execute()).toEqual([{ key: '1' }]);
  expect(await shop.db.selectFrom('webhook_inbox').select('event_id').execute()).toEqual([{ event_id: '1' }]);
  expect(await shop.db.selectFrom('rate_bucket').select('window_start').execute()).toEqual([{ window_start: shop.now() }]);
  expect(await shop.db.selectFrom('user_session').select('id').execute()).toEqual([{ id: 'h1:1' }]);
  expect(shop.faults.splice(0).map(String)).toEqual([`Error: relay: still set aside, and everything behind them: ${stuck.topic}`]);
});
