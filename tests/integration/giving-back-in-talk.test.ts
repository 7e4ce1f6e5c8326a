import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { callTool } from '#agents/call-tool.ts';
import { confirmAction } from '#agents/confirm-action.ts';
import { cardsIn } from '#lib/commerce/support/card.ts';
import { insertPhoto } from '#db/queries/return-photos.ts';
import { photoWords } from '#lib/commerce/support/photo-words.ts';
import { messagesOf } from '#db/queries/support-messages.ts';
import { tellPress } from '#agents/conversation/after-press.ts';
import { exchangedOrders, type Bought } from '../support/exchanged-orders.ts';
import { HERE } from '../support/two-places.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aNode, level, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { cardIn, saidTo } from '../support/talking.ts';
import { asCustomer, aTalk, ownedBy } from '../support/talks.ts';

let shop: TestShop;
let rhea: Customer;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE, { kind: 'dark_store' });
  rhea = await aCustomer(shop);
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const { bought, exchange, caseOf } = exchangedOrders(() => shop);
const talkOf = async () => aTalk(shop, asCustomer(rhea.customerId));

/** Of the account that talks, with what its thing is called. */
async function own(over: Parameters<typeof bought>[0] = {}): Promise<Bought & { number: string; item: string }> {
  const of = await bought(over);
  await ownedBy(shop, of.orderId, rhea.customerId);
  const row = await shop.db
    .selectFrom('orders as o')
    .innerJoin('order_line as l', 'l.order_id', 'o.id')
    .select(['o.number', 'l.title'])
    .where('o.id', '=', of.orderId)
    .executeTakeFirstOrThrow();
  return { ...of, number: row.number, item: row.title };
}
const wish = ({ number, item }: { number: string; item: string }, over: object = {}) => {
  return { name: 'start_exchange', args: { order: number, items: [{ item, quantity: 1, reason: 'too-small', to: 'Large', ...over }] } };
};
const casesOf = async ({ orderId }: Bought) =>
  shop.db.selectFrom('return_case').select(['id', 'state']).where('order_id', '=', orderId).execute();

test('an exchange is shown with all it does, and done once when it is pressed: the return is asked for and the new one held', async () => {
  const of = await own();
  const talk = await talkOf();
  const shown = await callTool(shop, talk, wish(of));
  expect(shown).toMatchObject({
    decision: 'needs_approval',
    code: 'confirm',
    amountMinor: 0,
    effect: { kind: 'exchange', items: [{ to: expect.stringContaining('Large') }], moreMinor: 0, backMinor: 0, newMinor: 49_000 }
  });
  expect(await casesOf(of)).toEqual([]);
  expect(await level(shop.db, of.other, HERE)).toMatchObject({ available: 2, allocated: 0 });

  const press = { actionId: shown.action!.id, hash: shown.action!.hash };
  const pressed = await Promise.all([1, 2, 3].map(async () => confirmAction(shop, talk, press)));
  expect(pressed.filter(({ decision }) => decision === 'done')).toHaveLength(1);
  const [made, ...others] = await casesOf(of);
  expect(others).toEqual([]);
  expect(await caseOf(made!.id)).toMatchObject({ to: 'exchange', exchangeState: 'held' });
  expect(await level(shop.db, of.other, HERE)).toMatchObject({ available: 1, allocated: 1 });
});

test('the card names what comes back by what it is in the order, whatever it was called by', async () => {
  const of = await own();
  const talk = await talkOf();
  const {
    id: item,
    title,
    options
  } = await shop.db
    .selectFrom('order_line')
    .select(['id', 'title', 'options'])
    .where('order_id', '=', of.orderId)
    .executeTakeFirstOrThrow();
  for (const called of [item, title.toUpperCase()]) {
    const { effect } = await callTool(shop, talk, wish({ ...of, item: called }));
    expect(effect).toMatchObject({ items: [{ item: [title, ...options].join(', '), quantity: 1 }] });
  }
});

test('gone between look and press: it is refused with words, and nothing is changed', async () => {
  const of = await own({ stock: 1 });
  const talk = await talkOf();
  const { action } = await callTool(shop, talk, wish(of));
  await exchange({ ...(await own()), other: of.other }, 49_000);
  const answer = await confirmAction(shop, talk, { actionId: action!.id, hash: action!.hash });
  expect(answer).toMatchObject({ decision: 'refused', code: 'out-of-stock' });
  await tellPress(shop, talk, { actionId: action!.id, answer });
  expect((await messagesOf(shop.db, talk.threadId)).at(-1)?.words).toMatch(/gone|no more|sold|not enough|left/i);
  expect(await casesOf(of)).toEqual([]);
  // Whoever looks now is told so before they press anything.
  expect(await callTool(shop, await talkOf(), wish(of))).toMatchObject({ decision: 'refused', code: 'out-of-stock' });
});

test('dearer by the time it is pressed: it is refused, and costs nobody what they were not shown', async () => {
  const of = await own();
  const talk = await talkOf();
  const { action } = await callTool(shop, talk, wish(of));
  await shop.db.updateTable('price').set({ amount_minor: 55_000 }).where('variant_id', '=', of.other).execute();
  const answer = await confirmAction(shop, talk, { actionId: action!.id, hash: action!.hash });
  expect(answer).toMatchObject({ decision: 'refused', code: 'price-changed' });
  expect(await casesOf(of)).toEqual([]);
});

test('what costs more is kept until the rest is paid on the page of the order, and the card says so', async () => {
  const of = await own({ priceMinor: 60_000 });
  const talk = await talkOf();
  const heard = await saidTo(shop, talk, `exchange ${of.item} of ${of.number} for the large one, too small`);
  const lines = cardIn(heard, 'action')?.lines ?? [];
  expect(lines).toContainEqual({ label: 'Money', text: expect.stringMatching(/₹110.* more, to be paid by UPI on the page of the order/) });
  const { actionId, hash } = cardIn(heard, 'action')!;
  const answer = await confirmAction(shop, talk, { actionId, hash });
  expect(answer).toMatchObject({ decision: 'done', effect: { result: { toPay: true } } });
  await tellPress(shop, talk, { actionId, answer });
  expect((await messagesOf(shop.db, talk.threadId)).at(-1)?.words).toContain('as soon as the rest is paid, on the page of the order');
  const [made] = await casesOf(of);
  expect((await caseOf(made!.id)).exchangeState).toBe('awaiting_payment');
  expect(await level(shop.db, of.other, HERE)).toMatchObject({ available: 1, held: 1, allocated: 0 });
});

test('what there is instead is shown as buttons: the thing, the make and the reason are asked for one by one', async () => {
  const of = await own();
  const talk = await talkOf();
  const first = await saidTo(shop, talk, `I want to exchange something of ${of.number}`);
  expect(first.words).toContain('Which should it be instead?');
  const large = cardIn(first, 'choices')!.choices.find(({ label }) => label === 'Large')!;
  const second = await saidTo(shop, talk, large.say);
  expect(second.words).toContain('Why does it come back?');
  const third = await saidTo(shop, talk, 'Too small');
  expect(cardsIn(third.message.cards)).toMatchObject([{ type: 'action', kind: 'start_exchange' }]);
  expect(await casesOf(of)).toEqual([]);
});

test('a make that is gone is no button, and a "no" of the policy is said with what is open instead', async () => {
  const of = await own({ stock: 0 });
  const asked = await saidTo(shop, await talkOf(), `I want to exchange something of ${of.number}`);
  expect(asked.words).not.toContain('I am not sure');
  expect(cardIn(asked, 'choices')?.choices.map(({ label }) => label) ?? []).not.toContain('Large');

  const late = await own();
  shop.at(new Date(Date.parse(MORNING) + 400 * 24 * 3_600_000));
  const no = await saidTo(shop, await talkOf(), `I want to exchange something of ${late.number}`);
  expect(no.words).toContain('The days for that are over');
  expect(cardIn(no, 'choices')?.choices).toContainEqual({ label: 'A person, please', say: 'a person, please' });
});

test('nobody exchanges, or learns what could be exchanged, of an order that is not theirs', async () => {
  const of = await own();
  const other = await aTalk(shop, asCustomer((await aCustomer(shop)).customerId));
  const made = { ...of, number: 'MZ-0000000000' };
  for (const name of ['start_exchange', 'exchange_choices']) {
    const args = (one: typeof of) => (name === 'start_exchange' ? wish(one).args : { order: one.number, item: one.item });
    const [foreign, unknown] = [
      await callTool(shop, other, { name, args: args(of) }),
      await callTool(shop, other, { name, args: args(made) })
    ];
    expect(foreign).toEqual(unknown);
    expect(foreign).toMatchObject({ decision: 'refused', code: 'not-found', effect: null });
  }
});

test('a picture that is sent in the talk goes with the thing it shows: it is asked for, and tied to what comes back', async () => {
  const of = await own();
  const talk = await talkOf();
  const asked = await saidTo(shop, talk, `I want to return an item of ${of.number}`);
  expect(asked.words).toContain('Why does it come back?');
  expect((await saidTo(shop, talk, 'It came damaged')).words).toContain('We need a photo');
  expect(cardIn(asked, 'action')).toBeUndefined();
  const [id, stranger] = [shop.newId(), shop.newId()];
  const photo = { picture: new Uint8Array([0xff, 0xd8, 7, 0xff, 0xd9]), width: 10, height: 10, most: 6, at: shop.now() };
  await insertPhoto(shop.db, { ...photo, id, orderId: of.orderId });
  // That of another order shows nothing of this one.
  await insertPhoto(shop.db, { ...photo, id: stranger, orderId: (await own()).orderId });
  expect((await saidTo(shop, talk, photoWords([stranger]))).words).toContain('We need a photo');

  const shown = cardIn(await saidTo(shop, talk, photoWords([id])), 'action')!;
  expect(shown).toMatchObject({ kind: 'start_return', lines: expect.arrayContaining([expect.objectContaining({ label: 'Comes back' })]) });
  expect((await confirmAction(shop, talk, { actionId: shown.actionId, hash: shown.hash })).decision).toBe('done');
  const tied = await shop.db
    .selectFrom('return_photo as p')
    .innerJoin('return_line as l', 'l.id', 'p.return_line_id')
    .innerJoin('return_case as r', 'r.id', 'l.return_id')
    .select(['p.id', 'r.order_id', 'l.reason'])
    .where('p.id', 'in', [id, stranger])
    .execute();
  expect(tied).toEqual([{ id, order_id: of.orderId, reason: 'damaged' }]);
});
