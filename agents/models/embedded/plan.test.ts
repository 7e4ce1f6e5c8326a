import { expect, test } from 'vitest';
import { ctx, done, known, mind, names, order, shown, thing, TOOLS, trained, turn } from '#tests/support/embedded-turns.ts';
import type { Answer } from '../../answer.ts';
import { intentNames } from '../../understanding/intents.ts';
import { slotsOf } from '../../understanding/slots/slots.ts';
import { understand } from '../../understanding/understand.ts';
import { buttons } from './buttons.ts';
import { dialogOf } from './dialogs.ts';
import type { Mind, Said } from './plan.ts';

test('pressing a button of a wish is understood as that wish and as no other', () => {
  for (const [intent, [, say]] of Object.entries(buttons)) {
    const { requests, wantsPerson } = understand(trained, say, { misses: 0, ...known });
    expect(wantsPerson ? 'human_agent' : requests.map(({ gate }) => (gate.do === 'act' ? gate.intent : gate.do)).join(), say).toBe(intent);
  }
});

test('each of the wishes has an answer', () => {
  for (const intent of intentNames) {
    const words = 'about my lamp';
    const dialog = dialogOf(ctx, { intent, words, slots: slotsOf(words, known), found: {} });
    let step = dialog.next();
    for (let at = 0; at < 8 && !step.done; at++) step = dialog.next(TOOLS[step.value.name]?.(step.value.args) ?? shown);
    expect(step.done && step.value.words.length > 10, intent).toBe(true);
  }
});

test('the order with the thing one speaks of is meant; else one is asked, with those there are', () => {
  expect(turn('where is my lamp').calls.at(-1)).toEqual({ name: 'order_status', args: { order: 'MZ-AAAAAAAAA1' } });
  const { said } = turn('where is my order');
  expect(said.cards).toMatchObject([{ type: 'orders', orders: [{ say: 'MZ-AAAAAAAAA1' }, { say: 'MZ-AAAAAAAAA2' }] }]);
  expect(turn('MZ-AAAAAAAAA2', { waits: said.waits }).calls).toEqual([{ name: 'order_status', args: { order: 'MZ-AAAAAAAAA2' } }]);
  expect(turn('the lamp', { waits: said.waits }).calls.at(-1)).toEqual({ name: 'order_status', args: { order: 'MZ-AAAAAAAAA1' } });
});

test('one thing is asked back at a time, until all is known', () => {
  const one = turn('I want to return an item');
  const two = turn('MZ-AAAAAAAAA2', { waits: one.said.waits });
  expect(two.said).toMatchObject({ words: 'Which thing is it?', waits: { missing: 'item' } });
  const three = turn('Wool Rug', { waits: two.said.waits });
  expect(three.said).toMatchObject({ waits: { missing: 'reason', found: { item: 'Wool Rug' } } });
  const four = turn('Too small', { waits: three.said.waits });
  expect(four.calls.at(-1)).toEqual({
    name: 'start_return',
    args: { order: 'MZ-AAAAAAAAA2', items: [{ item: 'Wool Rug', quantity: 1, reason: 'too-small' }] }
  });
});

test('in a talk about one order a few words of when and where are about that order', () => {
  const guest: Mind = { ...mind, ctx: { ...ctx, who: { as: 'guest', orderId: 'o' } } };
  for (const words of ['when does it come', 'and when does it come?', 'where is it', 'how long does it take', 'when will it be here'])
    expect(names(turn(words, { by: guest })), words).toEqual(['order_status']);
  expect(names(turn('what is the lamp made of', { by: guest }))).not.toContain('order_status');
  expect(names(turn('when does it arrive'))).toEqual(['my_orders']);
});

const spokenOf = (number: string, product: string | null = null): Mind => ({ ...mind, ctx: { ...ctx, about: { order: number, product } } });

test('it is the order that was spoken of before, and the other one is the other', () => {
  const by = spokenOf('MZ-AAAAAAAAA1');
  for (const words of ['when does it come', 'where is it', 'and when will it be here?', 'kab tak aayega', 'is it shipped yet'])
    expect(turn(words, { by }).calls.at(-1), words).toEqual({ name: 'order_status', args: { order: 'MZ-AAAAAAAAA1' } });
  expect(turn('cancel it please', { by }).calls.at(-1)).toEqual({ name: 'cancel', args: { order: 'MZ-AAAAAAAAA1' } });
  for (const words of ['and the other one?', 'what about the other order', 'aur dusra wala?'])
    expect(turn(words, { by }).calls.at(-1), words).toEqual({ name: 'order_status', args: { order: 'MZ-AAAAAAAAA2' } });
  const again = { name: 'cancel', args: { order: 'MZ-AAAAAAAAA1' } };
  const waits = { intent: 'affirm' as const, found: {}, missing: 'wish' as const, rest: [], again };
  expect(turn('and the other one', { by, waits }).calls.at(-1)).toEqual({ name: 'cancel', args: { order: 'MZ-AAAAAAAAA2' } });
  // What they name goes before what was spoken of.
  expect(turn('where is my rug', { by }).calls.at(-1)).toEqual({ name: 'order_status', args: { order: 'MZ-AAAAAAAAA2' } });
  expect(names(turn('cancel my order', { by }))).toEqual(['my_orders']);
});

test('a question without its thing is about the thing that was shown', () => {
  const by = spokenOf('MZ-AAAAAAAAA1', 'Paper Lamp');
  expect(turn('how big is it?', { by }).calls[0]).toEqual({ name: 'find_product', args: { search: 'Paper Lamp' } });
  expect(turn('do you have it in blue', { by }).calls[0]).toMatchObject({ name: 'stock_at_store', args: { product: 'Paper Lamp' } });
  expect(turn('how big is it?').said.words).toBe('Which product is it?');
});

test('an exchange asks for the thing, what there is instead, and why', () => {
  const one = turn('I want to exchange an item for another size');
  const two = turn('MZ-AAAAAAAAA2', { waits: one.said.waits });
  const three = turn('Wool Rug', { waits: two.said.waits });
  expect(three.said.cards[0]).toMatchObject({ choices: [{ label: 'Small', say: 'Wool Rug, Small' }, { label: 'Large' }] });
  const four = turn('Wool Rug, Large', { waits: three.said.waits });
  expect(four.said).toMatchObject({ waits: { missing: 'reason', found: { item: 'Wool Rug', to: 'Wool Rug, Large' } } });
  const five = turn('Too small', { waits: four.said.waits });
  expect(five.calls.at(-1)).toEqual({
    name: 'start_exchange',
    args: { order: 'MZ-AAAAAAAAA2', items: [{ item: 'Wool Rug', quantity: 1, reason: 'too-small', to: 'Wool Rug, Large' }] }
  });
  const short = turn('exchange the wool rug of MZ-AAAAAAAAA2 for the large one because it is too small');
  expect(short.calls.at(-1)).toMatchObject({ name: 'start_exchange', args: { items: [{ reason: 'too-small', to: 'large' }] } });
});

test('an address is put together from what is said one after the other', () => {
  const one = turn('change the delivery address of MZ-AAAAAAAAA1');
  expect(one.said.waits).toMatchObject({ missing: 'address' });
  const two = turn('12 Test Street, Indiranagar, Bengaluru 560038', { waits: one.said.waits });
  expect(two.calls.at(-1)).toMatchObject({ name: 'change_address', args: { line1: '12 Test Street', postcode: '560038' } });
});

test('somebody who wants something else meanwhile gets that, and a person at once', () => {
  const { waits } = turn('I want to return an item').said;
  expect(names(turn('what are your store hours', { waits }))).toEqual(['store_hours']);
  const person = turn('a person please', { waits });
  expect(person.calls).toMatchObject([{ name: 'hand_over', args: { intent: 'return_item' } }]);
  expect(turn('no, leave it', { waits }).said.waits).toBeNull();
});

test('a wish of delivery that the policy does not offer is said so, with what is open', () => {
  const rule = { profile: 'standard', version: 1, rule: 'delivery.wishes' };
  const no: Answer = { decision: 'refused', code: 'method-not-offered', rule, effect: { detail: 'day', open: ['support'] }, facts: [] };
  const { said } = turn('bring MZ-AAAAAAAAA1 on 30 November instead', { tools: { ...TOOLS, delivery_wish: () => no } });
  expect(said.words).toContain('That is not offered for this parcel');
  expect(said.cards).toMatchObject([{ type: 'choices' }]);
  expect(said.waits).toBeNull();
});

test('whoever is rude gets what they ask for all the same, and whoever is only rude a way on', () => {
  for (const [words, called] of [
    ['you idiots, where is my lamp', 'order_status'],
    ['where the fuck is MZ-AAAAAAAAA1', 'order_status'],
    ['you are stupid, cancel MZ-AAAAAAAAA1 now', 'cancel'],
    ['bloody chor, refund kab aayega for MZ-AAAAAAAAA1', 'track_return']
  ] as const)
    expect(names(turn(words)), words).toContain(called);
  for (const words of ['you bloody idiots', 'bakwas company ho tum log', 'fuck you']) {
    const { said } = turn(words);
    expect(said.words.length, words).toBeGreaterThan(20);
    expect(said.cards, words).toContainEqual(expect.objectContaining({ type: 'choices' }));
    expect(said.words, words).not.toMatch(/idiot|fuck|bakwas/i);
  }
});

test('one thing is shown in a turn, what was left of the message is kept, and a yes shows it again', () => {
  const heard = turn('cancel order MZ-AAAAAAAAA1. and also cancel order MZ-AAAAAAAAA2');
  expect(names(heard).filter((name) => name === 'cancel')).toHaveLength(1);
  expect(heard.said.waits).toMatchObject({ missing: 'wish', rest: [expect.stringContaining('MZ-AAAAAAAAA2')] });
  expect(turn('yes', { waits: heard.said.waits }).calls[0]).toEqual({ name: 'cancel', args: { order: 'MZ-AAAAAAAAA1' } });
});

test('what the help page surely answers is said in its words', () => {
  expect(turn('How do I use a gift card?').said.words).toBe('A gift card never ends.');
  expect(turn('Do you have any offers?').said.words).toMatch(/the shop shows/);
});

test('what is not understood is looked up, then asked, and at the second miss left to a person', () => {
  const one: Said = turn('blorp zimzam').said;
  expect(one.misses).toBe(1);
  const two = turn('frabble', { misses: 1 }).said;
  expect([two.words, two.misses]).toEqual(['I do not understand this well enough to help. Shall one of us go on?', 2]);
  const foreign: Mind = { ...mind, ctx: { ...ctx, language: 'other' } };
  expect(turn('blorp zimzam floop', { by: foreign }).said.words).toMatch(/English and Hindi only/);
});

/** As the tools would answer of one order whose only parcel stands so. */
function standing(state: string, things = [{ ...thing('Chai Kettle'), options: ['Sea'] }]): typeof TOOLS {
  const parcel = { parcel: 1, method: 'ship', state, words: { strong: '', rest: '' }, promise: null, expected: null, verdict: '' };
  const parcels = [
    { ...parcel, deliveredAt: state === 'closed' ? '2026-11-24T05:00:00Z' : null, carrier: null, trackingNumber: null, seen: null }
  ];
  return {
    ...TOOLS,
    my_orders: () => done({ orders: [order('MZ-AAAAAAAAA1', '1 × Chai Kettle')] }),
    order_status: () => done({ order: 'MZ-AAAAAAAAA1', life: 'confirmed', words: null, payment: null, refunds: [], things, parcels }),
    find_product: () => done({ isExact: true, products: [{ title: 'Chai Kettle', options: ['Sea', 'Brick', 'Chalk'] }] }),
    exchange_choices: () =>
      done({
        thing: thing('Chai Kettle'),
        currency: 'INR',
        makes: [{ ...thing('Chai Kettle'), options: ['Brick'], isThere: true }],
        mayBeOther: false
      })
  };
}

test('another colour of what has come is an exchange, of what has not left us a change of the order, whatever they call it', () => {
  const come = turn('i want my kettle in another colour', { tools: standing('closed') });
  expect(come.said).toMatchObject({ words: 'Which should it be instead?', waits: { intent: 'exchange_item', missing: 'to' } });
  const here = turn('exchange my kettle for another colour', { tools: standing('released') });
  expect(here.said).toMatchObject({ waits: { intent: 'change_items', missing: 'to', shown: ['Brick', 'Chalk'] } });
  // A colour of the catalogue is that colour, whatever else the word may mean.
  const chalk = turn('Chalk', { waits: here.said.waits, tools: standing('released') });
  expect(chalk.calls.at(-1)).toMatchObject({ name: 'swap_items', args: { item: 'Chai Kettle, Sea', to: 'Chalk' } });
  const said = turn('exchange my kettle for the brick one, i changed my mind', { tools: standing('closed') });
  expect(said.calls.at(-1)).toMatchObject({
    name: 'start_exchange',
    args: { items: [{ to: 'Chai Kettle, Brick', reason: 'changed-mind' }] }
  });
});

test('to give back what arrived damaged is one wish', () => {
  for (const words of ['I want to return the kettle, it arrived damaged', 'my kettle came with a crack, i want my money back'])
    expect(turn(words, { tools: standing('closed') }).calls.at(-1), words).toMatchObject({
      name: 'start_return',
      args: { items: [{ item: 'Chai Kettle, Sea', reason: 'damaged' }] }
    });
});

test('what was said first still holds when the order is tapped, and a number that is none of theirs is asked for once more', () => {
  const asked = turn('please deliver my order on 1 december');
  expect(asked.said.words).toBe('Which order is it?');
  const tapped = turn('MZ-AAAAAAAAA2', { waits: asked.said.waits });
  expect(tapped.calls.at(-1)).toEqual({
    name: 'delivery_wish',
    args: { order: 'MZ-AAAAAAAAA2', wish: { kind: 'day', day: '2026-12-01' } }
  });
  const refused: Answer = { decision: 'refused', code: 'not-found', rule: null, effect: null, facts: [] };
  const wrong = turn('change the delivery address of MZ-AAAAAAAAA9 to 12 Test Street, Bengaluru 560038', {
    tools: { ...TOOLS, change_address: () => refused }
  });
  expect(turn('sorry, MZ-AAAAAAAAA1', { waits: wrong.said.waits }).calls.at(-1)).toMatchObject({
    name: 'change_address',
    args: { order: 'MZ-AAAAAAAAA1', line1: '12 Test Street' }
  });
});

test('of several pieces as many are meant as are named, and both are both', () => {
  const two = standing('released', [{ ...thing('Chai Kettle'), options: ['Sea'], quantity: 2 }]);
  expect(turn('cancel one kettle', { tools: two }).calls.at(-1)?.args).toMatchObject({
    items: [{ item: 'Chai Kettle, Sea', quantity: 1 }]
  });
  const pair = standing('closed', [thing('Chai Kettle'), thing('Clay Bowl')]);
  const both = turn('i want to return both', { tools: pair });
  const bowl = turn('only the bowl, it is too small', { waits: both.said.waits, tools: pair });
  expect(bowl.calls.at(-1)?.args).toMatchObject({ items: [{ item: 'Clay Bowl', reason: 'too-small' }] });
  expect(turn('i want to return both, i changed my mind', { tools: pair }).calls.at(-1)?.args).toMatchObject({
    items: [{ item: 'Chai Kettle' }, { item: 'Clay Bowl' }]
  });
});

test('not this but that is the same wish of that', () => {
  const again = { name: 'cancel', args: { order: 'MZ-AAAAAAAAA1' } };
  const waits = { intent: 'affirm' as const, found: {}, missing: 'wish' as const, rest: [], again };
  expect(turn('no wait, not the lamp, the rug', { waits }).calls.at(-1)).toMatchObject({
    name: 'cancel',
    args: { order: 'MZ-AAAAAAAAA2' }
  });
});

test('the rule is asked for, all orders are shown, and a nod is no wish', () => {
  expect(names(turn('till when can i cancel an order'))).toContain('ask_policy');
  expect(names(turn('is my order paid'))).toEqual(['my_orders']);
  expect(names(turn('did you get the mug I sent back? order MZ-AAAAAAAAA1'))).toEqual(['track_return']);
  expect(turn('mere saare orders dikhao').said.cards).toMatchObject([{ type: 'orders', orders: [{}, {}] }]);
  expect(turn('ok').said.words).toBe('All right. Is there anything else?');
});
