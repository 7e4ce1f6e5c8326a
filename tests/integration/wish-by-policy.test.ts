import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { callTool } from '#agents/call-tool.ts';
import { pastRequests } from '#db/queries/past-requests.ts';
import { rulingsOf } from '#db/queries/policies.ts';
import { readWishes } from '#lib/commerce/parcel-choice/read-wishes.server.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { tryPolicy } from '#lib/commerce/policies/try-policy.ts';
import { underPolicy } from '../support/policies.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { asGuest, aTalk } from '../support/talks.ts';
import { HERE, STORE, openWishShop, wishedParcels } from '../support/wished-parcels.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openWishShop();
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));
const { onItsWay, wish, keptOf } = wishedParcels(() => shop);

test('a talk that asks for a store instead names it as it is called, and not as somebody called it', async () => {
  const order = await onItsWay('upi');
  const { number } = await shop.db.selectFrom('orders').select('number').where('id', '=', order.orderId).executeTakeFirstOrThrow();
  const talk = await aTalk(shop, asGuest(order.orderId));
  const called = await callTool(shop, talk, {
    name: 'delivery_wish',
    args: { order: number, wish: { kind: 'store', store: 'BLR-Indira' } }
  });
  const { name } = await shop.db.selectFrom('node').select('name').where('id', '=', STORE).executeTakeFirstOrThrow();
  expect(called.effect).toMatchObject({ wish: { kind: 'store', store: name } });
});

test('what a policy does not offer is not shown and not taken; both answers stay, and a draft is tried on them', async () => {
  const delivery = { ...standardPolicy.delivery, wishes: ['day', 'safe-place', 'collect'] as const };
  const order = await underPolicy(shop, { delivery }, async () => onItsWay('upi'));
  expect(await readWishes(shop, order.id)).toMatchObject({ pin: false, safePlace: true });
  await expect(wish(order, { kind: 'pin' })).rejects.toMatchObject({ code: 'method-not-offered' });
  await wish(order, { kind: 'safe-place', place: 'Beside the door' });
  expect((await keptOf(order))?.pin).toBeNull();
  expect(await rulingsOf(shop.db, order.orderId)).toMatchObject([
    { asked: 'delivery', code: 'method-not-offered', rule: 'delivery.wishes' },
    { asked: 'delivery', code: null, rule: 'delivery.states' }
  ]);
  const past = (await pastRequests(shop.db, 1)).filter(({ kind }) => kind === 'delivery');
  const { kinds, differing } = tryPolicy(past, { profile: 'draft', version: 1, terms: standardPolicy });
  expect(kinds.delivery).toMatchObject({ asked: 2, newlyYes: 1, newlyNo: 0, otherRule: 0 });
  expect(differing).toMatchObject([{ before: { code: 'method-not-offered' }, after: { code: null } }]);
});

test('a talk is told the rule that allows a wish, or the one that does not and what is open; the policy speaks first', async () => {
  // Behind what was switched on by the test before.
  shop.at(new Date(new Date(MORNING).getTime() + 60_000));
  const delivery = { ...standardPolicy.delivery, wishes: ['day', 'pin'] as const };
  const order = await underPolicy(shop, { delivery }, async () => onItsWay('upi'));
  const { number } = await shop.db.selectFrom('orders').select('number').where('id', '=', order.orderId).executeTakeFirstOrThrow();
  const talk = await aTalk(shop, asGuest(order.orderId));
  const asked = async (asks: object) => callTool(shop, talk, { name: 'delivery_wish', args: { order: number, wish: asks } });
  const no = { decision: 'refused', code: 'method-not-offered', rule: { rule: 'delivery.wishes' }, effect: { open: ['support'] } };
  expect(await asked({ kind: 'safe-place', place: 'Beside the door' })).toMatchObject(no);
  expect(await asked({ kind: 'store', store: STORE })).toMatchObject(no);
  expect(await asked({ kind: 'day', day: '2026-12-01' })).toMatchObject({
    decision: 'needs_approval',
    rule: { profile: 'other', rule: 'delivery.states' }
  });
  // A place without words is no question of the policy: it was not reached.
  await expect(wish(order, { kind: 'safe-place', place: ' ' })).rejects.toMatchObject({ code: 'method-not-offered' });
  await expect(wish(order, { kind: 'collect', nodeId: HERE })).rejects.toMatchObject({ code: 'method-not-offered' });
  expect((await rulingsOf(shop.db, order.orderId)).map(({ code }) => code)).toEqual(['method-not-offered', 'method-not-offered']);
});
