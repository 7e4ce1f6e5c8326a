import { afterAll, beforeAll, expect, test } from 'vitest';
import { choosePlace } from '#lib/commerce/stores/choose-place.server.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import { visitorFrom } from '#lib/server/session.ts';
import { aVariant } from '#tests/support/makers.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, cookieOf, everybody, outcomeOf } from '#tests/support/staff.ts';

const HERE = 'blr-indiranagar';
const THERE = 'bom-bandra';
let shop: TestShop;

beforeAll(async () => {
  shop = await openShop();
  await aPerson(shop, 'associate', HERE);
  await aPerson(shop, 'associate', THERE);
});
afterAll(async () => shop.close());

/** Somebody who has just signed in, as each of their requests is known. */
async function signedIn(role: 'associate' | 'manager' | 'admin', nodeId: string | null = null) {
  const cookie = await cookieOf(shop, await aPerson(shop, role, nodeId));
  return async () => {
    const { actor, session } = await visitorFrom({ cookie, atWork: true }, shop.db);
    if (actor.role === 'shopper' || actor.role === 'system' || !session) throw new Error('nobody is signed in');
    return { actor, session: session.name };
  };
}

test.each(['manager', 'admin'] as const)('a %s of no place stands where they say, sells there, and moves on', async (role) => {
  const who = await signedIn(role);
  const before = await who();
  expect(before.actor).toMatchObject({ nodeId: null, channel: 'web' });
  await choosePlace(shop, before.actor, { session: before.session, nodeId: HERE });
  const at = await who();
  expect(at.actor).toMatchObject({ nodeId: HERE, channel: 'pos', visiting: true });
  const mug = await aVariant(shop.db, { stock: { [HERE]: 1 } });
  const { number } = await sellInStore(shop, at.actor, { lines: [{ variantId: mug, quantity: 1 }], payment: 'cash', key: shop.newId() });
  expect(number).toMatch(/^MZ-/);
  await choosePlace(shop, at.actor, { session: at.session, nodeId: THERE });
  expect((await who()).actor).toMatchObject({ nodeId: THERE });
  // Another session of the same person knows nothing of it.
  const cookie = await cookieOf(shop, at.actor);
  expect((await visitorFrom({ cookie, atWork: true }, shop.db)).actor).toMatchObject({ nodeId: null });
});

test('who belongs to a place stays there, and nobody moves the session of somebody else', async () => {
  const asha = await (await signedIn('associate', HERE))();
  expect(await outcomeOf(choosePlace(shop, asha.actor, { session: asha.session, nodeId: THERE }))).toBe('forbidden');
  const kabir = await (await signedIn('manager', HERE))();
  expect(await outcomeOf(choosePlace(shop, kabir.actor, { session: kabir.session, nodeId: THERE }))).toBe('forbidden');
  const meera = await (await signedIn('admin'))();
  expect(await outcomeOf(choosePlace(shop, meera.actor, { session: asha.session, nodeId: THERE }))).toBe('not-found');
  expect(await outcomeOf(choosePlace(shop, meera.actor, { session: meera.session, nodeId: 'nowhere' }))).toBe('not-found');
  const outcomes = await Promise.all(
    everybody(HERE).map(async (actor) => {
      const outcome = await outcomeOf(choosePlace(shop, actor, { session: meera.session, nodeId: HERE }));
      return outcome === 'forbidden' ? [] : [`${actor.role}@${'nodeId' in actor ? actor.nodeId : ''}: ${outcome}`];
    })
  );
  expect(outcomes.flat()).toEqual(['manager@null: not-found', 'admin@null: not-found']);
});
