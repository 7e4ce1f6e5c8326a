import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { customerData } from '#db/queries/customer-data.ts';
import { findAlert, forgetOldAlerts } from '#db/queries/stock-alerts.ts';
import { askToBeTold } from '#lib/commerce/stock/ask-to-be-told.server.ts';
import { endAlerts } from '#lib/commerce/stock/end-alerts.server.ts';
import { receiveStock } from '#lib/commerce/stock/receive-stock.server.ts';
import { tellBackInStock } from '#lib/commerce/stock/tell-back-in-stock.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { tellWhatIsBack } from '#realtime/sweeps.ts';
import { asha, aNode, aVariant, shopper } from '#tests/support/makers.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';
import { outcomeOf } from '#tests/support/staff.ts';

const here = 'blr-indiranagar';
let shop: TestShop;
let people = 0;
beforeAll(async () => {
  shop = await openShop();
  await aNode(shop.db, here);
});
beforeEach(async () => void (await shop.db.deleteFrom('rate_bucket').execute()));
afterAll(async () => shop.close());

const someone = () => `rhea-${(people += 1)}@example.com`;
const ask = (variantId: string, email: string, address = email) => askToBeTold(shop, shopper, { variantId, email, address });
const comes = (variantId: string) => receiveStock(shop, asha, { variantId, quantity: 1, reason: '', key: shop.newId() });
const mails = (email: string) => shop.db.selectFrom('mail').select(['kind', 'subject', 'text']).where('to', '=', email).execute();
const keyIn = (text: string) => /no-more-mail\/([\w-]{43})/.exec(text)?.[1] ?? '';

test('who asked is told once when there is some again, however often it comes and goes', async () => {
  const [mug, rhea] = [await aVariant(shop.db, { stock: { [here]: 0 } }), someone()];
  await ask(mug, rhea.toUpperCase());
  await ask(mug, rhea);
  await tellWhatIsBack(shop);
  expect(await mails(rhea)).toEqual([]);
  await comes(mug);
  await tellWhatIsBack(shop);
  await comes(mug);
  await tellWhatIsBack(shop);
  expect(await mails(rhea)).toMatchObject([{ kind: 'back-in-stock', text: expect.stringContaining(`${shop.origin}/product/thing-`) }]);
  const told = await shop.db.selectFrom('event').select('type').where('topic', 'like', 'mail:%').execute();
  expect(told).toEqual([{ type: 'mail.queued' }]);
  // And once more for whoever asks again.
  await ask(mug, rhea);
  await tellWhatIsBack(shop);
  expect(await mails(rhea)).toHaveLength(2);
});

test('two who ask at the same moment wait once, and two sweeps at the same moment tell once', async () => {
  const [mug, rhea] = [await aVariant(shop.db), someone()];
  await Promise.all([ask(mug, rhea), ask(mug, rhea), ask(mug, rhea)]);
  expect(await shop.db.selectFrom('stock_alert').select('id').where('email', '=', rhea).execute()).toHaveLength(1);
  const others = await Promise.all(
    Array.from({ length: 8 }, async () => someone()).map(async (one) => one.then(async (email) => (await ask(mug, email), email)))
  );
  await comes(mug);
  const told = await Promise.all([0, 1, 2].map(async () => tellBackInStock(shop, SYSTEM, { variantId: mug })));
  expect(told.reduce((sum, some) => sum + some, 0)).toBe(9);
  for (const email of [rhea, ...others]) expect(await mails(email)).toHaveLength(1);
});

test('the link in a mail ends all that the address waits for, and nobody else’s', async () => {
  const [mug, lamp, rhea, other] = [await aVariant(shop.db), await aVariant(shop.db), someone(), someone()];
  await ask(mug, rhea);
  await ask(lamp, rhea);
  await ask(lamp, other);
  await comes(mug);
  await tellWhatIsBack(shop);
  const alertKey = keyIn((await mails(rhea))[0]!.text);
  await endAlerts(shop, shopper, { alertKey });
  await endAlerts(shop, shopper, { alertKey });
  await comes(lamp);
  await tellWhatIsBack(shop);
  expect(await mails(rhea)).toHaveLength(1);
  expect(await mails(other)).toHaveLength(1);
  for (const odd of ['', 'x'.repeat(43), shop.keys.make('cart', shop.newId())])
    await expect(endAlerts(shop, shopper, { alertKey: odd })).rejects.toMatchObject({ code: 'not-found' });
});

test('nobody is made to wait for everything: an address waits for twenty things, and is written to a few times at most', async () => {
  const rhea = someone();
  for (let thing = 0; thing < 22; thing++) {
    if (thing % 5 === 0) await shop.db.deleteFrom('rate_bucket').execute();
    await ask(await aVariant(shop.db), rhea);
  }
  expect(await shop.db.selectFrom('stock_alert').select('id').where('email', '=', rhea).execute()).toHaveLength(20);
  const [mug, another] = [await aVariant(shop.db), someone()];
  await shop.db.deleteFrom('rate_bucket').execute();
  const outcomes = [];
  for (let time = 0; time < 6; time++) outcomes.push(await outcomeOf(ask(mug, another)));
  expect(outcomes).toEqual([...Array.from({ length: 5 }, () => 'done'), 'too-many-requests']);
  await expect(ask(shop.newId(), someone())).rejects.toMatchObject({ code: 'not-found' });
});

test('an address is kept no longer than it is of use', async () => {
  const [mug, rhea] = [await aVariant(shop.db, { stock: { [here]: 1 } }), someone()];
  await ask(mug, rhea);
  await tellWhatIsBack(shop);
  const id = shop.keys.open('alert', keyIn((await mails(rhea))[0]!.text))!;
  await forgetOldAlerts(shop.db, shop.now());
  expect(await findAlert(shop.db, id)).toMatchObject({ state: 'told' });
  await forgetOldAlerts(shop.db, new Date(shop.now().getTime() + 1));
  expect(await findAlert(shop.db, id)).toBeUndefined();
  expect(await customerData(shop.db, shop.newId())).toBeUndefined();
});
