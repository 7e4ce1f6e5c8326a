import { afterAll, beforeAll } from 'vitest';
import { LIMITS } from '#lib/server/rate-limit.ts';
import { aMember, earlierOrders, grownOld, mergedCart, putAnother, requestsOfAccounts, signUpSecret } from '../support/api-accounts.ts';
import { RHEA } from '../support/api-client.ts';
import { noesOfPoints, requestsOfPoints } from '../support/api-points.ts';
import { aBuyer, openApiShop, type Answer, type Buyer, type Sent } from '../support/api-world.ts';
import { aCustomer } from '../support/customers.ts';
import { aGrant } from '../support/grants.ts';
import { OF_ACCOUNTS, ofBodies, ofKeptAnswers, ofKeys, refusesAll, type Provoke, type Provoked } from '../support/provoked.ts';
import type { TestShop } from '../support/shop.ts';

let shop: TestShop;
let buyer: Buyer;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
});
afterAll(() => shop.close());

const right = {
  ...requestsOfAccounts(
    () => shop,
    () => buyer
  ),
  ...requestsOfPoints(
    () => shop,
    () => buyer
  )
};
const FORGED = 'A'.repeat(43);
const forged =
  (operationId: string): Provoke =>
  async () => {
    const sent = await right[operationId]!();
    return { ...sent, path: sent.path.replace(/[\w-]{43}/, FORGED) };
  };
const cartIdIn = ({ path }: Sent) => shop.keys.open('cart', /[\w-]{43}/.exec(path)![0])!;
const byLink =
  (operationId: string): Provoke =>
  async () => {
    const sent = await right[operationId]!();
    const { key } = await aGrant(shop, { cartId: cartIdIn(sent), may: 'view' });
    return { ...sent, path: sent.path.replace(/[\w-]{43}/, key) };
  };
const closed =
  (operationId: string): Provoke =>
  async () => {
    const sent = await right[operationId]!();
    await shop.db.updateTable('cart').set({ state: 'expired' }).where('id', '=', cartIdIn(sent)).execute();
    return sent;
  };
const asGuest =
  (operationId: string): Provoke =>
  async () => {
    const { headers: _, ...sent } = await right[operationId]!();
    return sent;
  };
/** The same request until it is too much; `most` is how often it may be sent. */
const tooOften =
  (operationId: string, most: number): Provoke =>
  async () => {
    const sent = await right[operationId]!();
    const answers: Answer[] = [];
    while (answers.length <= most && answers.at(-1)?.status !== 429) answers.push(await buyer.ask(sent));
    return answers.at(-1)!;
  };
const bodies = (operationId: string) => ofBodies(async () => right[operationId]!());
const kept = (operationId: string, other?: object) =>
  ofKeptAnswers(
    () => shop,
    async (sent) => buyer.ask(sent),
    async () => right[operationId]!(),
    other
  );
const weak =
  (operationId: string): Provoke =>
  async () => {
    const sent = await right[operationId]!();
    return { ...sent, body: { ...(sent.body as object), password: 'password' } };
  };

const provoked: Provoked = {
  listSaved: { 'not-found': byLink('listSaved') },
  saveFurther: {
    ...bodies('saveFurther'),
    'not-found': forged('saveFurther'),
    'not-allowed': byLink('saveFurther'),
    'cart-closed': closed('saveFurther')
  },
  forgetSaved: { 'not-found': forged('forgetSaved'), 'not-allowed': byLink('forgetSaved'), 'cart-closed': closed('forgetSaved') },
  listShares: { 'not-found': byLink('listShares') },
  shareCart: {
    ...bodies('shareCart'),
    ...ofKeys(
      async (sent) => buyer.ask(sent),
      async () => right['shareCart']!(),
      { may: 'view' }
    ),
    'not-found': forged('shareCart'),
    'not-allowed': byLink('shareCart'),
    'cart-closed': closed('shareCart'),
    async 'links-full'() {
      const sent = await right['shareCart']!();
      for (let links = 0; links < 20; links += 1) await buyer.ask({ ...sent, key: buyer.key() });
      return { ...sent, key: buyer.key() };
    }
  },
  revokeShare: { 'not-found': byLink('revokeShare') },
  readHandOver: { 'not-found': byLink('readHandOver') },
  offerHandOver: {
    'not-found': byLink('offerHandOver'),
    'cart-closed': closed('offerHandOver'),
    async 'cart-empty'() {
      const { json } = await buyer.ask({ method: 'POST', path: '/carts', body: {}, key: buyer.key() });
      return { method: 'PUT', path: `/carts/${String(json['cartKey'])}/hand-over` };
    },
    'too-many-requests': tooOften('offerHandOver', LIMITS.handOverByCart.limit)
  },
  revokeHandOver: { 'not-found': forged('revokeHandOver') },
  mergeCarts: {
    'not-found': async () => ({ ...(await right['mergeCarts']!()), path: '/carts/no-key/account' }),
    'sign-in-needed': asGuest('mergeCarts')
  },
  readReceipt: { 'not-found': byLink('readReceipt') },
  undoMerge: {
    'not-found': async () => ({ method: 'DELETE', path: `${(await buyer.cart()).path}/merge` }),
    'not-allowed': byLink('undoMerge'),
    'cart-closed': closed('undoMerge'),
    async 'merge-kept'() {
      const path = await mergedCart(shop, buyer);
      await putAnother(shop, path.split('/')[2]!);
      return { method: 'DELETE', path: `${path}/merge` };
    }
  },
  signUp: {
    ...bodies('signUp'),
    ...kept('signUp', { name: 'Arun' }),
    'password-weak': weak('signUp'),
    'too-many-requests': tooOften('signUp', 5)
  },
  confirmSignUp: {
    ...bodies('confirmSignUp'),
    ...kept('confirmSignUp', { secret: '0'.repeat(26) }),
    async 'link-over'() {
      const sent = await right['confirmSignUp']!();
      await buyer.ask(sent);
      return sent;
    },
    'sign-in-refused': async () => ({
      ...(await right['confirmSignUp']!()),
      body: { secret: await signUpSecret(shop), device: 'e'.repeat(22), password: 'not this one' }
    })
  },
  askForCode: {
    ...bodies('askForCode'),
    ...kept('askForCode', { device: 'e'.repeat(22) }),
    'too-many-requests': tooOften('askForCode', 5)
  },
  askForReset: {
    ...bodies('askForReset'),
    ...kept('askForReset', { email: 'somebody.else@example.com' }),
    'too-many-requests': tooOften('askForReset', 5)
  },
  resetPassword: {
    ...bodies('resetPassword'),
    'not-found': async () => ({ ...(await right['resetPassword']!()), path: '/password-resets/short' }),
    'link-over': async () => ({ ...(await right['resetPassword']!()), path: `/password-resets/${'0'.repeat(26)}` }),
    'password-weak': weak('resetPassword')
  },
  createSession: {
    ...bodies('createSession'),
    ...kept('createSession', { password: 'not this one' }),
    'sign-in-refused': weak('createSession'),
    async 'too-many-requests'() {
      const { email } = await aCustomer(shop);
      const wrong = { method: 'POST', path: '/sessions', body: { email, password: 'not this one' }, from: shop.newId() };
      for (let tries = 0; tries < 5; tries += 1) await buyer.ask(wrong);
      return wrong;
    }
  },
  createSessionByCode: {
    ...bodies('createSessionByCode'),
    ...kept('createSessionByCode', { device: 'e'.repeat(22) }),
    async 'code-wrong'() {
      const sent = await right['createSessionByCode']!();
      return { ...sent, body: { ...(sent.body as object), device: 'e'.repeat(22) } };
    },
    async 'too-many-requests'() {
      const wrong = { method: 'POST', path: '/sessions/by-code', body: { code: '000000', device: 'f'.repeat(22) }, from: shop.newId() };
      for (let tries = 0; tries < LIMITS.signInCodeByAddress.limit; tries += 1) await buyer.ask(wrong);
      return wrong;
    }
  },
  listSessions: { 'sign-in-needed': asGuest('listSessions') },
  endOtherSessions: { 'sign-in-needed': asGuest('endOtherSessions') },
  endSession: {
    'sign-in-needed': asGuest('endSession'),
    'not-found': async () => ({ ...(await right['endSession']!()), path: `/account/sessions/h1:${FORGED}` })
  },
  readAccount: { 'sign-in-needed': asGuest('readAccount') },
  changeDetails: { ...bodies('changeDetails'), 'sign-in-needed': aged('changeDetails') },
  endAccount: {
    'sign-in-needed': aged('endAccount'),
    async 'orders-under-way'() {
      const { headers, secret } = await earlierOrders(shop, buyer);
      await buyer.ask({ method: 'PUT', path: '/account/earlier-orders', body: { secret }, headers });
      return { method: 'DELETE', path: '/account', headers };
    }
  },
  changePassword: { ...bodies('changePassword'), 'sign-in-needed': aged('changePassword'), 'password-weak': weak('changePassword') },
  exportAccount: { 'sign-in-needed': asGuest('exportAccount') },
  listOrders: {
    'sign-in-needed': asGuest('listOrders'),
    invalid: async () => ({ ...(await right['listOrders']!()), path: '/account/orders?before=soon' })
  },
  listNotices: {
    'sign-in-needed': asGuest('listNotices'),
    invalid: async () => ({ ...(await right['listNotices']!()), path: '/account/notices?before=soon' })
  },
  readNotices: { ...bodies('readNotices'), 'sign-in-needed': asGuest('readNotices') },
  askForOrders: {
    ...kept('askForOrders'),
    'sign-in-needed': asGuest('askForOrders'),
    'not-found': async () => ({ ...(await right['askForOrders']!()), headers: (await aMember(shop)).headers }),
    'too-many-requests': tooOften('askForOrders', 5)
  },
  claimOrders: {
    ...bodies('claimOrders'),
    'sign-in-needed': asGuest('claimOrders'),
    'link-over': async () => ({ ...(await right['claimOrders']!()), headers: (await aMember(shop)).headers })
  },
  readPoints: { 'sign-in-needed': asGuest('readPoints') },
  turnPointsIntoCredit: {
    ...noesOfPoints(
      () => shop,
      () => buyer
    ),
    'sign-in-needed': asGuest('turnPointsIntoCredit')
  },
  listAddresses: { 'sign-in-needed': asGuest('listAddresses') },
  keepAddress: {
    ...bodies('keepAddress'),
    ...ofKeys(
      async (sent) => buyer.ask(sent),
      async () => right['keepAddress']!(),
      { isDefault: false }
    ),
    'sign-in-needed': asGuest('keepAddress'),
    'unknown-postcode': abroad('keepAddress'),
    async 'addresses-full'() {
      const sent = await right['keepAddress']!();
      for (let times = 0; times < 20; times += 1) await buyer.ask({ ...sent, key: buyer.key() });
      return { ...sent, key: buyer.key() };
    }
  },
  changeAddress: {
    ...bodies('changeAddress'),
    'sign-in-needed': asGuest('changeAddress'),
    'unknown-postcode': abroad('changeAddress'),
    'not-found': async () => ({ ...(await right['changeAddress']!()), headers: (await aMember(shop)).headers })
  },
  removeAddress: {
    'sign-in-needed': asGuest('removeAddress'),
    'not-found': async () => ({ ...(await right['removeAddress']!()), headers: (await aMember(shop)).headers })
  }
};

/** Signed in, but an hour ago. */
function aged(operationId: string): Provoke {
  return async () => {
    const member = await aMember(shop);
    await grownOld(shop, member);
    return { ...(await right[operationId]!()), headers: member.headers };
  };
}

function abroad(operationId: string): Provoke {
  return async () => ({ ...(await right[operationId]!()), body: { address: { ...RHEA.address, postcode: '999999' } } });
}

refusesAll(provoked, { ask: async (sent) => buyer.ask(sent), only: OF_ACCOUNTS });
