import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#lib/server/rate-limit.ts';
import { aMember } from '../support/api-accounts.ts';
import { aCartsCode, atWork, PRICE, requestsOfStaff } from '../support/api-staff.ts';
import { aBuyer, openApiShop, STORE, type Answer, type Buyer, type Sent } from '../support/api-world.ts';
import { aVariant, level } from '../support/makers.ts';
import { OF_STAFF, OF_WORK, ofBodies, ofKeptAnswers, ofKeys, refusesAll, type Provoke, type Provoked } from '../support/provoked.ts';
import type { TestShop } from '../support/shop.ts';

let shop: TestShop;
let buyer: Buyer;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
});
afterAll(() => shop.close());

const right = requestsOfStaff(
  () => shop,
  () => buyer
);
const bodies = (operationId: string) => ofBodies(async () => right[operationId]!());
const keys = (operationId: string, other: object) =>
  ofKeys(
    async (sent) => buyer.ask(sent),
    async () => right[operationId]!(),
    other
  );
const kept = (operationId: string, other: object) =>
  ofKeptAnswers(
    () => shop,
    async (sent) => buyer.ask(sent),
    async () => right[operationId]!(),
    other
  );
/** The right request with something else in its body. */
const withBody =
  (operationId: string, other: (sent: Sent) => object | Promise<object>): Provoke =>
  async () => {
    const sent = await right[operationId]!();
    return { ...sent, body: { ...(sent.body as object), ...(await other(sent)) } };
  };
/** As somebody who works here but does not do this. */
const as =
  (operationId: string, role: 'warehouse' | 'support'): Provoke =>
  async () => ({ ...(await right[operationId]!()), headers: (await atWork(shop, role)).headers });
/** With a shopper's session, which is none of the staff's. */
const asShopper =
  (operationId: string): Provoke =>
  async () => ({ ...(await right[operationId]!()), headers: (await aMember(shop)).headers });
/** A wrong try until it is too much. */
const guessed =
  (operationId: string, wrong: object): Provoke =>
  async () => {
    const sent = await right[operationId]!();
    const guess = { ...sent, body: { ...(sent.body as object), ...wrong } };
    const answers: Answer[] = [];
    while (answers.length <= LIMITS.codeByTerminal.limit && answers.at(-1)?.status !== 429) answers.push(await buyer.ask(guess));
    return answers.at(-1)!;
  };
const variantIn = ({ body }: Sent) => (body as { lines: { variantId: string }[] }).lines[0]!.variantId;
const onShelf = async (sent: Sent, units: number) => {
  await buyer.ask({
    method: 'POST',
    path: '/staff/stock-counts',
    body: { variantId: variantIn(sent), counted: units },
    headers: (await atWork(shop)).headers,
    key: buyer.key()
  });
  return sent;
};

const provoked: Provoked = {
  enrolDevice: {
    ...bodies('enrolDevice'),
    ...kept('enrolDevice', { code: '00000-00000' }),
    'code-wrong': withBody('enrolDevice', () => ({ code: '00000-00000' })),
    'too-many-requests': guessed('enrolDevice', { code: '00000-00000' })
  },
  createStaffSession: {
    ...bodies('createStaffSession'),
    ...kept('createStaffSession', { pin: '9999' }),
    'device-unknown': withBody('createStaffSession', () => ({ device: 'A'.repeat(43) })),
    'pin-refused': withBody('createStaffSession', () => ({ pin: '9999' })),
    'too-many-requests': guessed('createStaffSession', { pin: '9999' })
  },
  claimHandOver: {
    ...bodies('claimHandOver'),
    ...kept('claimHandOver', { code: 'ZZZZ-ZZZZ' }),
    'code-wrong': withBody('claimHandOver', () => ({ code: 'ZZZZ-ZZZZ' })),
    forbidden: as('claimHandOver', 'warehouse'),
    'sign-in-needed': asShopper('claimHandOver'),
    'too-many-requests': guessed('claimHandOver', { code: 'ZZZZ-ZZZZ' })
  },
  sellInStore: {
    ...bodies('sellInStore'),
    ...keys('sellInStore', { seenTotalMinor: 1 }),
    forbidden: as('sellInStore', 'warehouse'),
    'sign-in-needed': asShopper('sellInStore'),
    'too-many': withBody('sellInStore', (sent) => ({ lines: [1, 2].map(() => ({ variantId: variantIn(sent), quantity: 60 })) })),
    'not-for-sale': withBody('sellInStore', () => ({ lines: [{ variantId: shop.newId(), quantity: 1 }] })),
    'price-changed': withBody('sellInStore', () => ({ seenTotalMinor: PRICE })),
    'out-of-stock': async () => onShelf(await right['sellInStore']!(), 0),
    'not-enough-stock': async () => onShelf(await right['sellInStore']!(), 1)
  },
  correctStock: {
    ...bodies('correctStock'),
    ...keys('correctStock', { counted: 4 }),
    forbidden: as('correctStock', 'support'),
    'sign-in-needed': asShopper('correctStock'),
    'not-found': withBody('correctStock', () => ({ variantId: shop.newId() })),
    'not-allowed': withBody('correctStock', async () => ({ variantId: await aVariant(shop.db, { tracked: false }) })),
    'stale-version': withBody('correctStock', () => ({ seen: 4 }))
  },
  receiveStock: {
    ...bodies('receiveStock'),
    ...keys('receiveStock', { quantity: 4 }),
    forbidden: as('receiveStock', 'support'),
    'sign-in-needed': asShopper('receiveStock'),
    'not-found': withBody('receiveStock', () => ({ variantId: shop.newId() })),
    'not-allowed': withBody('receiveStock', async () => ({ variantId: await aVariant(shop.db, { tracked: false }) }))
  },
  markDamaged: {
    ...bodies('markDamaged'),
    ...keys('markDamaged', { quantity: 1 }),
    forbidden: as('markDamaged', 'support'),
    'sign-in-needed': asShopper('markDamaged'),
    'not-found': withBody('markDamaged', () => ({ variantId: shop.newId() })),
    'not-allowed': withBody('markDamaged', async () => ({ variantId: await aVariant(shop.db, { tracked: false }) })),
    'not-enough-stock': withBody('markDamaged', () => ({ quantity: 6 }))
  }
};

refusesAll(provoked, { ask: async (sent) => buyer.ask(sent), only: OF_STAFF, but: OF_WORK });

test('a device and a PIN start a session, whose token sells at that place and is nobody’s account', async () => {
  const { json } = await buyer.ask(await right['createStaffSession']!());
  const headers = { authorization: `Bearer ${String(json['token'])}` };
  const sale = await right['sellInStore']!();
  const sold = await buyer.ask({ ...sale, headers });
  expect(sold).toMatchObject({ status: 201, json: { totalMinor: 2 * PRICE } });
  expect(await level(shop.db, variantIn(sale), STORE)).toMatchObject({ on_hand: 3 });
  expect((await buyer.ask({ method: 'GET', path: '/account', headers })).json).toMatchObject({ code: 'sign-in-needed' });
  await shop.db.deleteFrom('user_session').where('user_id', '=', String(json['userId'])).execute();
  expect((await buyer.ask({ ...sale, headers, key: buyer.key() })).json).toMatchObject({ code: 'sign-in-needed' });
});

test('of two who claim one code at once one has the cart, and its key opens for them alone', async () => {
  const code = await aCartsCode(buyer);
  const [asha, ravi] = [await atWork(shop), await atWork(shop)];
  const claim = async ({ headers }: typeof asha) =>
    buyer.ask({ method: 'POST', path: '/staff/claims', body: { code, terminal: 'till 2' }, headers, from: shop.newId() });
  const answers = await Promise.all([asha, ravi].map(claim));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 404]);
  const [mine, theirs] = answers[0]?.status === 201 ? [asha, ravi] : [ravi, asha];
  const path = `/carts/${String(answers.find(({ status }) => status === 201)?.json['cartKey'])}`;
  expect((await buyer.ask({ method: 'GET', path, headers: mine.headers })).status).toBe(200);
  for (const headers of [theirs.headers, {}]) expect((await buyer.ask({ method: 'GET', path, headers })).status).toBe(404);
});
