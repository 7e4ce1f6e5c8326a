import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyFor, policyOfOrder, policySwitches, policyVersions } from '#db/queries/policies.ts';
import { inTransaction } from '#db/transaction.ts';
import { draftPolicy } from '#lib/commerce/policies/draft-policy.server.ts';
import { obey } from '#lib/commerce/policies/obey.ts';
import { EVERYBODY, type PolicyScope } from '#lib/commerce/policies/policy-scope.ts';
import type { PolicyProfile } from '#lib/commerce/policies/policy.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { switchOnPolicy } from '#lib/commerce/policies/switch-on-policy.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson, everybody, outcomeOf, type Person } from '../support/staff.ts';

let shop: TestShop;
let manager: Person;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, 'blr-domlur');
  manager = await aPerson(shop, 'manager');
});
afterAll(() => shop.close());

const withDays = (days: number): PolicyProfile => ({ ...standardPolicy, returns: { ...standardPolicy.returns, days } });
const draft = async (profile: string, terms: unknown, actor: Parameters<typeof draftPolicy>[1] = manager) => {
  const newest = (await policyVersions(shop.db, 100)).find((one) => one.profile === profile)?.version ?? 0;
  return draftPolicy(shop, actor, { profile, basedOn: newest, terms, note: '' });
};
const numberOf = async (scope: PolicyScope) =>
  (await policySwitches(shop.db)).find(
    (one) => one.country === scope.country && one.channel === scope.channel && one.customerGroup === scope.customerGroup
  )?.number ?? 0;
const switchOn = async (scope: Partial<PolicyScope>, profile: string | null, version: number | null) => {
  const whole = { ...EVERYBODY, ...scope };
  return switchOnPolicy(shop, manager, { ...whole, follows: await numberOf(whole), profile, version });
};
const inForce = async (more: Partial<Parameters<typeof policyFor>[1]> = {}) =>
  policyFor(shop.db, { country: 'IN', channel: 'web', customerId: null, at: shop.now(), ...more });

test('the shop comes with its standard, and an order has it from its first day', async () => {
  expect(await inForce()).toEqual({ profile: 'standard', version: 1, terms: standardPolicy });
});

test('the narrowest of those that hold counts, and an order keeps what held when it was placed', async () => {
  const member = await aPerson(shop, 'shopper');
  await shop.db.updateTable('app_user').set({ customer_group: 'members' }).where('id', '=', member.userId).execute();
  const variantId = await aVariant(shop.db, { stock: { 'blr-domlur': 5 } });
  const { cartKey, version } = await aCheckout(shop, [{ variantId, quantity: 1 }]);
  const { orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  const orderId = shop.keys.open('order', orderKey) ?? '';

  shop.at('2026-11-25T06:00:00Z');
  const scopes: [Partial<PolicyScope>, string, number][] = [
    [{}, 'all', 10],
    [{ country: 'IN' }, 'india', 20],
    [{ channel: 'web' }, 'web', 40],
    [{ country: 'IN', channel: 'web' }, 'web-in-india', 41],
    [{ customerGroup: 'members' }, 'members', 60]
  ];
  for (const [scope, profile, days] of scopes) await switchOn(scope, profile, (await draft(profile, withDays(days))).version);

  expect((await inForce({ country: 'NP', channel: 'api' })).profile).toBe('all');
  expect((await inForce({ channel: 'api' })).profile).toBe('india');
  expect((await inForce({ country: 'NP' })).profile).toBe('web');
  expect((await inForce()).profile).toBe('web-in-india');
  expect(await inForce({ customerId: member.userId })).toMatchObject({ profile: 'members', terms: { returns: { days: 60 } } });
  expect((await inForce({ at: new Date('2026-11-25T05:59:59Z') })).profile).toBe('standard');
  expect((await policyOfOrder(shop.db, orderId)).profile).toBe('standard');

  await switchOn({ customerGroup: 'members' }, null, null);
  expect((await inForce({ customerId: member.userId })).profile).toBe('web-in-india');
});

test('a switch is told once with what it follows; of two at once one comes too late', async () => {
  const { version } = await draft('chat', withDays(7));
  const input = { ...EVERYBODY, channel: 'chat', follows: 0, profile: 'chat', version };
  const both = await Promise.all([outcomeOf(switchOnPolicy(shop, manager, input)), outcomeOf(switchOnPolicy(shop, manager, input))]);
  expect(both.toSorted()).toEqual(['done', 'stale-version']);
  const told = await shop.db.selectFrom('event').select(['type', 'version', 'data']).where('topic', '=', 'policy:*/chat/*').execute();
  expect(told).toMatchObject([{ type: 'policy.changed', version: 1, data: { channel: 'chat', profile: 'chat', profileVersion: version } }]);
});

test('of two who write the next version at once one is told, and a key that comes twice writes one', async () => {
  const input = { profile: 'twice', basedOn: 0, terms: standardPolicy, note: 'first' };
  const both = await Promise.all([outcomeOf(draftPolicy(shop, manager, input)), outcomeOf(draftPolicy(shop, manager, input))]);
  expect(both.toSorted()).toEqual(['done', 'stale-version']);
  const keyed = { ...input, basedOn: 1, key: shop.newId() };
  expect([await draftPolicy(shop, manager, keyed), await draftPolicy(shop, manager, keyed)]).toEqual([{ version: 2 }, { version: 2 }]);
});

test('what cannot be is refused in words and written nowhere', async () => {
  await expect(draft('odd', { ...standardPolicy, currency: 'INR', cancel: {} })).rejects.toMatchObject({ code: 'invalid' });
  await expect(draft('Odd name', standardPolicy)).rejects.toMatchObject({ code: 'invalid' });
  const { version } = await draft('yen', { ...standardPolicy, currency: 'JPY' });
  expect(await outcomeOf(switchOn({ channel: 'api' }, 'yen', version))).toBe('invalid');
  expect(await outcomeOf(switchOn({ channel: 'api' }, 'nobody', 1))).toBe('not-found');
  expect(await outcomeOf(switchOn({}, null, null))).toBe('invalid');
  expect((await inForce({ country: 'NP', channel: 'api' })).profile).toBe('all');
});

test('only whoever looks after the whole house makes policies and switches them on', async () => {
  const may: string[] = [];
  for (const actor of everybody('blr-domlur')) {
    const outcome = await outcomeOf(draftPolicy(shop, actor, { profile: 'x', basedOn: 99, terms: standardPolicy, note: '' }));
    if (outcome !== 'forbidden') may.push(`${actor.role} ${'nodeId' in actor && actor.nodeId === null ? 'of all' : ''}`);
    if (outcome === 'forbidden')
      expect(await outcomeOf(switchOnPolicy(shop, actor, { ...EVERYBODY, follows: 1, profile: 'standard', version: 1 }))).toBe('forbidden');
  }
  expect(may).toEqual(['manager of all', 'admin of all']);
});

test('what was written stays, also what was said no to', async () => {
  const [order] = await shop.db.selectFrom('orders').select('id').execute();
  const orderId = order?.id ?? '';
  const no = {
    allowed: false,
    by: { profile: 'standard', version: 1, rule: 'cancel.states' },
    code: 'already-begun',
    detail: '',
    open: []
  } as const;
  const asking = inTransaction(shop, { actor: shopper }, async (tx) => {
    await tx.updateTable('orders').set({ note: 'undone' }).where('id', '=', orderId).execute();
    obey(no, { orderId, asked: 'cancel' });
  });
  await expect(asking).rejects.toMatchObject({ code: 'already-begun' });
  const kept = await shop.db.selectFrom('policy_refusal').selectAll().execute();
  expect(kept).toMatchObject([
    { order_id: orderId, asked: 'cancel', code: 'already-begun', profile: 'standard', version: 1, rule: 'cancel.states' }
  ]);
  expect(await shop.db.selectFrom('orders').select('note').where('id', '=', orderId).executeTakeFirst()).toEqual({ note: '' });

  const changes = [sql`update policy_profile set note = 'other'`, sql`delete from policy_switch`, sql`delete from policy_refusal`];
  for (const change of changes) await expect(change.execute(shop.db)).rejects.toThrow('only grows');
});

test('no version can be written that says nothing of how a parcel comes', async () => {
  const { delivery, ...before } = standardPolicy;
  const write = async (profile: string, terms: object) =>
    sql`insert into policy_profile (profile, version, terms, note, made_at) values (${profile}, 1, ${JSON.stringify(terms)}::jsonb, '', now())`.execute(
      shop.db
    );
  await expect(write('old-process', before)).rejects.toThrow('policy_profile_says_delivery');
  await write('new-process', { ...before, delivery });
});
