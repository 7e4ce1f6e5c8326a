import { expect, test } from 'vitest';
import { intentNames } from './intents.ts';
import { loadModel } from './load-model.ts';
import { modelFromFile, modelToFile } from './model-file.ts';
import { guessesOf, sharesOf } from './model.ts';
import { train, type Utterance } from './train.ts';

const few: Utterance[] = [
  ...['cancel my order', 'cancel the order', 'order cancel please', 'cancel it'].map((text) => ({ text, intent: 'cancel_order' as const })),
  ...['my invoice please', 'send the invoice', 'the bill please', 'send my bill'].map((text) => ({ text, intent: 'invoice' as const })),
  ...['hello', 'hello there', 'good morning', 'morning hello'].map((text) => ({ text, intent: 'greeting' as const }))
];
const names = ['cancel_order', 'invoice', 'greeting'] as const;

test('learns from few, tells what it never saw, and is the same each time', () => {
  const model = train(names, few);
  expect(guessesOf(model, 'please cancel this order now')[0]?.intent).toBe('cancel_order');
  expect(guessesOf(model, 'where is the bill')[0]?.intent).toBe('invoice');
  expect(train(names, few)).toEqual(model);
});

test('a model that was written and read again says the same, to a hundredth', () => {
  const model = { ...train(names, few), stamp: 'abc' };
  const read = modelFromFile(modelToFile(model));
  expect(read).toMatchObject({ stamp: 'abc', intents: names, heat: model.heat });
  for (const { text } of few) {
    const again = guessesOf(read, text);
    guessesOf(model, text).forEach(({ intent, share }, at) => {
      expect(again[at]?.intent).toBe(intent);
      expect(again[at]?.share).toBeCloseTo(share, 2);
    });
  }
});

test('shares make one, however high the scores', () => {
  const shares = sharesOf(Float64Array.from([900, 1000, -1000]));
  expect(shares.reduce((one, other) => one + other)).toBeCloseTo(1);
  expect(sharesOf(Float64Array.from([1, 0]), 10)[0]).toBeLessThan(sharesOf(Float64Array.from([1, 0]))[0] ?? 0);
});

// Said as nobody of agents/utterances says it.
const fresh: [string, string][] = [
  ['any idea when the bench turns up?', 'order_status'],
  ['my parcel is a no-show again', 'order_status'],
  ['abe mera order kidhar reh gaya', 'order_status'],
  ['pls cancl the order i did yesterday', 'cancel_order'],
  ['order wapas cancel kardijiye', 'cancel_order'],
  ['flat number is wrong on the delivery address', 'change_address'],
  ['could you bring it on tuesday rather', 'change_delivery'],
  ['i picked indigo but want the sage colour', 'change_items'],
  ['pay by card rather than cash for my placed order', 'change_payment'],
  ['this rug has to go back, how', 'return_item'],
  ['yeh lamp return karna tha', 'return_item'],
  ['too small, exchange with the large one', 'exchange_item'],
  ['did the chair i sent back reach you', 'return_status'],
  ['5 days gone, refund not in my bank', 'refund_status'],
  ['मेरा पैसा वापस कब आएगा', 'refund_status'],
  ['two plates arrived cracked', 'damaged_item'],
  ['there were only three glasses in the box, i paid for four', 'missing_item'],
  ['guarantee on the pressure cooker?', 'warranty'],
  ['how long may i keep it before returning, what are the rules', 'policy'],
  ['buy the same candles again', 'reorder'],
  ['is the oak stool available at bandra', 'stock_at_store'],
  ['tell me as soon as the blue one is back in stock', 'back_in_stock'],
  ['show me some vases', 'product_search'],
  ['is the shade made of linen or cotton', 'product_question'],
  ['any coupon for new customers', 'promotion'],
  ['695014', 'delivery_info'],
  ['is delivery free above 1000', 'delivery_info'],
  ['how can i order this', 'place_order'],
  ['amount debited twice for one order', 'payment_issue'],
  ['do you take rupay cards', 'payment_methods'],
  ['how much money is left on my gift card', 'gift_card'],
  ['need a gst bill', 'invoice'],
  ['what time do you close on saturday', 'store_info'],
  ['forgot my password again', 'account'],
  ['stop sending me these emails', 'newsletter'],
  ['get me a human', 'human_agent'],
  ['kisi aadmi se baat karao', 'human_agent'],
  ['pathetic service, never again', 'complaint'],
  ['where can i leave a review', 'review'],
  ['are you a machine or a person', 'bot_challenge'],
  ['what can you do for me', 'capabilities'],
  ['thanks a ton', 'thanks'],
  ['good evening', 'greeting'],
  ['ok bye then', 'goodbye'],
  ['yes please go ahead', 'affirm'],
  ['no not that one', 'deny'],
  ['who won the football last night', 'out_of_scope']
];

test('the shipped model knows every intent of ours and understands what it was not taught', () => {
  const model = loadModel();
  expect(model.intents).toEqual(intentNames);
  const wrong = fresh.filter(([text, intent]) => guessesOf(model, text)[0]?.intent !== intent).map(([text]) => text);
  expect(wrong.length / fresh.length, wrong.join('\n')).toBeLessThanOrEqual(0.15);
  const among = fresh.filter(([text, intent]) =>
    guessesOf(model, text)
      .slice(0, 3)
      .some((guess) => guess.intent === intent)
  );
  expect(among.length / fresh.length).toBeGreaterThanOrEqual(0.95);
});

test('20,000 characters, nothing at all and emoji are answered too', () => {
  const model = loadModel();
  for (const text of [
    '',
    '   ',
    '😀😀',
    'cancel '.repeat(3_000),
    'a'.repeat(20_000),
    'a.'.repeat(10_000),
    '1,'.repeat(10_000),
    '1 '.repeat(10_000)
  ]) {
    expect(guessesOf(model, text).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  }
});
