import { afterAll, beforeAll, expect, test } from 'vitest';
import { findWork } from '#db/queries/store-work.ts';
import { aMember } from '../support/api-accounts.ts';
import { atWork } from '../support/api-staff.ts';
import { aBuyer, openApiShop, STORE, type Buyer, type Sent } from '../support/api-world.ts';
import { aParcelAtWork, aReadyParcel, requestsOfWork } from '../support/api-work.ts';
import { OF_WORK, ofBodies, ofKeptAnswers, ofKeys, ofKeysIfAny, refusesAll, type Provoke, type Provoked } from '../support/provoked.ts';
import type { TestShop } from '../support/shop.ts';

let shop: TestShop;
let buyer: Buyer;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
});
afterAll(() => shop.close());

const right = requestsOfWork(() => shop);
const parcelIn = ({ path }: Sent) => path.split('/')[3]!;
const withBody =
  (operationId: string, body: object): Provoke =>
  async () => ({ ...(await right[operationId]!()), body });
/** The right request, sent again in another moment. */
const again =
  (operationId: string): Provoke =>
  async () => {
    const sent = await right[operationId]!();
    await buyer.ask(sent);
    return { ...sent, ...(sent.key && { key: buyer.key() }) };
  };
/** What everything done to a parcel refuses. */
const doors = (operationId: string): Record<string, Provoke> => ({
  forbidden: async () => ({ ...(await right[operationId]!()), headers: (await atWork(shop, 'support')).headers }),
  'sign-in-needed': async () => ({ ...(await right[operationId]!()), headers: (await aMember(shop)).headers })
});
const elsewhere = (operationId: string): Record<string, Provoke> => ({
  'not-found': async () => {
    const sent = await right[operationId]!();
    return { ...sent, path: sent.path.replace(parcelIn(sent), shop.newId()) };
  }
});
const bodies = (operationId: string) => ofBodies(async () => right[operationId]!());

const provoked: Provoked = {
  listWork: doors('listWork'),
  pickItem: {
    ...doors('pickItem'),
    ...elsewhere('pickItem'),
    ...bodies('pickItem'),
    ...ofKeys(
      async (sent) => buyer.ask(sent),
      async () => right['pickItem']!(),
      { code: 'another' }
    ),
    'wrong-item': withBody('pickItem', { code: 'NOTHING-OF-IT' }),
    'wrong-count': again('pickItem'),
    async 'not-allowed'() {
      const [packed, pick] = [await right['packPicked']!(), await right['pickItem']!()];
      await buyer.ask(packed);
      return { ...pick, path: `/staff/work/${parcelIn(packed)}/picks` };
    }
  },
  packPicked: {
    ...doors('packPicked'),
    ...elsewhere('packPicked'),
    'not-allowed': async () => ({ ...(await right['packPicked']!()), path: `/staff/work/${parcelIn(await right['pickItem']!())}/packed` })
  },
  rejectParcel: {
    ...doors('rejectParcel'),
    ...elsewhere('rejectParcel'),
    ...bodies('rejectParcel'),
    ...ofKeptAnswers(
      () => shop,
      async (sent) => buyer.ask(sent),
      async () => right['rejectParcel']!(),
      { reason: 'damaged' }
    ),
    async 'not-allowed'() {
      const packed = await right['packPicked']!();
      await buyer.ask(packed);
      return { ...packed, method: 'POST', path: `/staff/work/${parcelIn(packed)}/rejections`, body: { reason: 'no-capacity' } };
    }
  },
  collectParcel: {
    ...doors('collectParcel'),
    ...elsewhere('collectParcel'),
    ...bodies('collectParcel'),
    ...ofKeysIfAny(
      async (sent) => buyer.ask(sent),
      async () => right['collectParcel']!(),
      { code: 'another' }
    ),
    'not-allowed': again('collectParcel')
  }
};

refusesAll(provoked, { ask: async (sent) => buyer.ask(sent), only: OF_WORK });

test('a program finds its work, picks it, closes it, and a unit that is sent twice counts once', async () => {
  const [{ headers }, { parcelId, sku, variantId }] = [await atWork(shop), await aParcelAtWork(shop)];
  const { json } = await buyer.ask({ method: 'GET', path: '/staff/work', headers });
  expect(json['nodeId']).toBe(STORE);
  const mine = (json['parcels'] as { parcelId: string }[]).find((one) => one.parcelId === parcelId);
  expect(mine).toMatchObject({ state: 'released', name: 'Rhea', lines: [{ variantId, sku, quantity: 1, picked: 0 }] });
  const pick = { method: 'POST', path: `/staff/work/${parcelId}/picks`, body: { code: sku }, headers, key: buyer.key() };
  for (const _ of [1, 2]) expect(await buyer.ask(pick)).toMatchObject({ status: 201, json: { picked: 1, isAll: true } });
  const pack = { method: 'PUT', path: `/staff/work/${parcelId}/packed`, headers };
  for (const _ of [1, 2]) expect(await buyer.ask(pack)).toMatchObject({ status: 200, json: { parcelId, state: 'packed' } });
  expect(await findWork(shop.db, parcelId)).toMatchObject({ state: 'packed' });
});

test('a wrong code hands nothing over, the right one once; its code is in no answer', async () => {
  const [{ headers }, { parcelId, collectCode }] = [await atWork(shop), await aReadyParcel(shop)];
  const path = `/staff/work/${parcelId}/collections`;
  const wrong = await buyer.ask({ method: 'POST', path, body: { code: 'WRONG' }, headers });
  expect(wrong).toMatchObject({ status: 409, json: { code: 'not-allowed' } });
  const list = await buyer.ask({ method: 'GET', path: '/staff/work', headers });
  expect(JSON.stringify(list.json)).toContain(parcelId);
  expect(JSON.stringify(list.json)).not.toContain(collectCode);
  const shown = { method: 'POST', path, body: { code: collectCode }, headers };
  const both = await Promise.all([buyer.ask(shown), buyer.ask(shown)]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
});

test('what was not found has to be named and in the parcel; once given up it is not here any more', async () => {
  const sent = await right['rejectParcel']!();
  for (const body of [{ reason: 'not-found' }, { reason: 'damaged', missing: [{ variantId: shop.newId(), quantity: 1 }] }]) {
    expect(await buyer.ask({ ...sent, body })).toMatchObject({ status: 400, json: { code: 'invalid' } });
  }
  expect(await buyer.ask(sent)).toMatchObject({ status: 201, json: { nodeId: null } });
  expect(await buyer.ask(sent)).toMatchObject({ status: 404 });
});
