import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { quotedCart } from '#db/queries/delivery.ts';
import { findRuleSet, rulesInForce, ruleSetVersions } from '#db/queries/sourcing-rules.ts';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { quoteCart } from '#lib/commerce/cart/quote.ts';
import { draftSourcingRules } from '#lib/commerce/fulfilment/rules/draft-sourcing-rules.server.ts';
import type { SourcingRule } from '#lib/commerce/fulfilment/rules/sourcing-rule.ts';
import { switchOnSourcingRules } from '#lib/commerce/fulfilment/rules/switch-on-sourcing-rules.server.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { forgetPlaces, readPromises } from '#lib/commerce/stores/read-places.server.ts';
import { deliveryRulesV1 } from '#lib/commerce/fulfilment/delivery-rules-v1.ts';
import { isDead, promiseBoard } from '#lib/commerce/catalog/board.ts';
import { SYSTEM, type Staff } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson, everybody, outcomeOf, type Person } from '../support/staff.ts';

const NEAR = 'blr-near';
const SECOND = 'blr-second';
const FAR = 'del-far';
const noStores: SourcingRule = {
  name: 'No stores',
  when: [{ field: 'nodeKind', test: 'is', value: 'store' }],
  action: { kind: 'exclude' }
};
const against: SourcingRule = {
  name: 'Rather not from here',
  when: [{ field: 'nodeId', test: 'is', value: NEAR }],
  action: { kind: 'points', points: 50 }
};

let shop: TestShop;
let manager: Person;
let variantId: string;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, NEAR);
  await aNode(shop.db, FAR, { kind: 'warehouse', lat: 28.6, lng: 77.2 });
  manager = await aPerson(shop, 'manager');
  variantId = await aVariant(shop.db, { stock: { [NEAR]: 50, [FAR]: 50 } });
});
afterAll(() => shop.close());

const newest = async () => (await ruleSetVersions(shop.db, 1))[0]?.version ?? 0;
const inForce = async () => (await rulesInForce(shop.db))?.version ?? 0;
const draft = async (rules: unknown, actor: Parameters<typeof draftSourcingRules>[1] = manager) =>
  draftSourcingRules(shop, actor, { basedOn: await newest(), rules, note: '' });
async function switchOn(rules: SourcingRule[]): Promise<number> {
  const { version } = await draft(rules);
  await switchOnSourcingRules(shop, manager, { version, inForce: await inForce() });
  return version;
}

/** A cart with one thing, at the step of choosing how it is sent. */
async function aCartToSend(): Promise<{ cartId: string; cartKey: string; version: number }> {
  return aCheckout(shop, [{ variantId, quantity: 1 }]);
}
async function sendersOf(cartId: string): Promise<Record<string, string[]>> {
  const quoted = (await quotedCart(shop.db, cartId))!;
  const ways = quoteCart({ ...quoted, holidays: [], at: shop.now() });
  return Object.fromEntries(ways.map((way) => [way.id, way.open ? way.parcels.map(({ nodeId }) => nodeId) : []]));
}
async function anOrder(): Promise<string> {
  const { cartKey } = await aCartToSend();
  const { version } = await chooseDelivery(shop, shopper, { cartKey, choice: 'standard' });
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  return orderId;
}
const inputsOf = async (orderId: string) => {
  const row = await shop.db.selectFrom('promise').select('inputs').where('order_id', '=', orderId).executeTakeFirstOrThrow();
  return row.inputs as { ruleSet: number; wanted: number[]; decisions: { nodeId: string; verdict: string; rules?: object[] }[] };
};
async function broughtUntil(): Promise<string | undefined> {
  forgetPlaces(shop);
  const table = await readPromises(shop, {
    code: '560038',
    lat: 12.978346,
    lng: 77.640787,
    city: 'Bengaluru',
    state: '',
    country: 'IN'
  } as never);
  const variant = { minor: 49_000, counted: true, size: 'small' } as const;
  const levels = [NEAR, FAR].map((nodeId) => ({ nodeId, available: 5 }));
  const { bring } = promiseBoard({ table, variant, levels, shownAt: [], currency: 'INR', rules: deliveryRulesV1 });
  return isDead(bring) ? undefined : bring.until;
}

test('a draft changes nothing; once it is switched on quotes, the product page and orders go by it, and the order says why', async () => {
  const { cartId } = await aCartToSend();
  const before = await broughtUntil();
  const { version } = await draft([noStores]);
  expect((await sendersOf(cartId))['standard']).toEqual([NEAR]);
  await switchOnSourcingRules(shop, manager, { version, inForce: 0 });
  expect((await sendersOf(cartId))['standard']).toEqual([FAR]);
  expect(await broughtUntil()).not.toBe(before);
  const { ruleSet, wanted, decisions } = await inputsOf(await anOrder());
  expect([ruleSet, wanted]).toEqual([version, [1]]);
  expect(decisions.find(({ nodeId }) => nodeId === NEAR)).toMatchObject({
    verdict: 'ruled-out',
    rules: [{ name: 'No stores', points: null }],
    offer: { has: [50] }
  });
  const [told] = await shop.db.selectFrom('event').select(['type', 'version', 'data']).where('topic', '=', 'rules:sourcing').execute();
  expect(told).toMatchObject({ type: 'rule.changed', version, data: { follows: 0, rules: 1 } });
  await switchOn([]);
  expect((await sendersOf(cartId))['standard']).toEqual([NEAR]);
});

test('what was chosen before stays as promised when points change, and is asked for anew when its place is kept out', async () => {
  await switchOn([]);
  const mild = await aCartToSend();
  const { version } = await chooseDelivery(shop, shopper, { cartKey: mild.cartKey, choice: 'standard' });
  await switchOn([against]);
  const order = { cartKey: mild.cartKey, version, method: 'cash_on_delivery', key: shop.newId() } as const;
  expect(await outcomeOf(placeOrder(shop, shopper, order))).toBe('done');

  await switchOn([]);
  const strict = await aCartToSend();
  const chosen = await chooseDelivery(shop, shopper, { cartKey: strict.cartKey, choice: 'standard' });
  await switchOn([noStores]);
  expect(
    await outcomeOf(placeOrder(shop, shopper, { ...order, cartKey: strict.cartKey, version: chosen.version, key: shop.newId() }))
  ).toBe('promise-changed');
  await switchOn([]);
});

test('a parcel that its place cannot send goes where the rules in force let it go', async () => {
  await aNode(shop.db, SECOND);
  const things = await aVariant(shop.db, { stock: { [NEAR]: 5, [SECOND]: 5, [FAR]: 5 } });
  await switchOn([{ ...noStores, name: 'Not from the second', when: [{ field: 'nodeId', test: 'is', value: SECOND }] }]);
  const { cartKey } = await aCheckout(shop, [{ variantId: things, quantity: 1 }]);
  const { version } = await chooseDelivery(shop, shopper, { cartKey, choice: 'standard' });
  const order = { cartKey, version, method: 'cash_on_delivery', key: shop.newId() } as const;
  const { orderId } = await placeOrder(shop, shopper, order);
  await releaseOrder(shop, SYSTEM, { orderId });
  const [parcel] = await parcelsOf(orderId);
  const atNear: Staff = { role: 'associate', userId: manager.userId, name: 'Asha', nodeId: NEAR, channel: 'pos' };
  await rejectParcel(shop, atNear, { fulfilmentOrderId: parcel!.id, reason: 'no-capacity', missing: [] });
  const [moved] = await parcelsOf(orderId);
  expect([parcel!.node_id, moved!.node_id]).toEqual([NEAR, FAR]);
  await switchOn([]);
});
const parcelsOf = async (orderId: string) =>
  shop.db.selectFrom('fulfilment_order').select(['id', 'node_id']).where('order_id', '=', orderId).execute();

test('rules are for whoever looks after the whole house', async () => {
  for (const actor of everybody(NEAR)) {
    const isTheirs = (actor.role === 'manager' || actor.role === 'admin') && actor.nodeId === null;
    if (isTheirs) continue;
    expect(await outcomeOf(draft([noStores], actor))).toBe('forbidden');
    expect(await outcomeOf(switchOnSourcingRules(shop, actor, { version: 1, inForce: 0 }))).toBe('forbidden');
  }
});

test('what is no rule, and what is not there, is refused', async () => {
  expect(await outcomeOf(draft([{ ...noStores, when: [{ field: '$where', test: 'is', value: 'x' }] }]))).toBe('invalid');
  expect(await outcomeOf(draft('text'))).toBe('invalid');
  expect(await outcomeOf(switchOnSourcingRules(shop, manager, { version: 9_999, inForce: await inForce() }))).toBe('not-found');
});

test('of two who write at once on top of the same version one is told that it is too old, and so is one of two who switch on', async () => {
  const basedOn = await newest();
  const drafts = [noStores, against].map(async (rule) =>
    outcomeOf(draftSourcingRules(shop, manager, { basedOn, rules: [rule], note: '' }))
  );
  expect((await Promise.all(drafts)).toSorted()).toEqual(['done', 'stale-version']);
  const second = await draft([against]);
  const now = await inForce();
  const switches = [basedOn + 1, second.version].map(async (version) =>
    outcomeOf(switchOnSourcingRules(shop, manager, { version, inForce: now }))
  );
  expect((await Promise.all(switches)).toSorted()).toEqual(['done', 'stale-version']);
  const at = await inForce();
  const same = [1, 2].map(async () => outcomeOf(switchOnSourcingRules(shop, manager, { version: at, inForce: now })));
  expect(await Promise.all(same)).toEqual(['stale-version', 'stale-version']);
  await switchOn([]);
});

test('the same key writes once, and with other rules it is refused', async () => {
  const asked = { basedOn: await newest(), rules: [against], note: 'twice', key: shop.newId() };
  const first = await draftSourcingRules(shop, manager, asked);
  expect(await draftSourcingRules(shop, manager, asked)).toEqual(first);
  expect(await outcomeOf(draftSourcingRules(shop, manager, { ...asked, note: 'else' }))).toBe('key-reused');
});

test('rules that contradict each other or that leave a past order without a place are not switched on, and are kept to be mended', async () => {
  const [now, onlyHere] = [await inForce(), await aVariant(shop.db, { stock: { [NEAR]: 5 } })];
  const clash = await draft([noStores, { ...noStores, name: 'But', action: { kind: 'points', points: -1 } }]);
  await expect(switchOnSourcingRules(shop, manager, { version: clash.version, inForce: now })).rejects.toMatchObject({
    code: 'not-allowed',
    message: '“No stores” and “But” contradict each other: they have the same conditions and say the opposite.'
  });
  const { cartKey } = await aCheckout(shop, [{ variantId: onlyHere, quantity: 1 }]);
  const { version } = await chooseDelivery(shop, shopper, { cartKey, choice: 'standard' });
  const { number } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  const harsh = await draft([noStores]);
  await expect(switchOnSourcingRules(shop, manager, { version: harsh.version, inForce: now })).rejects.toMatchObject({
    code: 'not-allowed',
    message: `With “No stores” nobody could have sent ${number}.`
  });
  expect(await inForce()).toBe(now);
  expect(await findRuleSet(shop.db, harsh.version)).toMatchObject({ rules: [noStores] });
});

test('what was written stays as it was written', async () => {
  const changes = [
    sql`update sourcing_rule_set set note = 'other'`,
    sql`delete from sourcing_switch`,
    sql`truncate sourcing_switch, sourcing_rule_set`
  ];
  for (const change of changes) await expect(change.execute(shop.db)).rejects.toThrow('only grows');
});
