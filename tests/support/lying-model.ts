import { drawsFrom } from '#lib/kernel/draws.ts';
import { ScriptedModel } from './scripted-model.ts';

/** Facts that nobody has told it, one of each kind: an amount, a day, a status, an order, a return, a phone number, a change, and counts however they are written. */
export const PLANTED = [
  ['Your refund comes to ₹7,31,907.', '7,31,907'],
  ['It comes on 19 March.', '19 March'],
  ['You have 83 days for that.', '83 days'],
  ['It was refunded to you already.', 'refunded'],
  ['Look at order MZ-QQQQ0000QQ too.', 'MZ-QQQQ0000QQ'],
  ['Your return R-QQQQ0000 is known.', 'R-QQQQ0000'],
  ['Call 9812700431 about it.', '9812700431'],
  ['You have 90 calendar days for that.', '90 calendar days'],
  ['It comes with 7 years warranty.', '7 years'],
  ['It takes two weeks.', 'two weeks'],
  ['Choose within 3 or 83 days.', '3 or 83 days'],
  ['48 ghante lagenge.', '48 ghante'],
  ['आपके पास ९० दिन हैं।', '९० दिन'],
  ['As store credit it is 7.5 % more.', '7.5 %'],
  ['After your message, I have changed the address.', 'changed the address'],
  ['I have updated your order as you asked.', 'updated your order']
] as const;

/** Looks at an order and says what it found, with one fact among it that it made up: `planted` of its turns tells which. */
export function lyingModel(order: string, planted: number, seed: string): ScriptedModel {
  const draw = drawsFrom(seed);
  const [lie] = PLANTED[planted % PLANTED.length] ?? PLANTED[0];
  return new ScriptedModel(({ results }) => {
    if (results.length === 0) return { calls: [{ name: 'order_status', args: { order } }] };
    const truths = [`I looked at order ${order}.`, 'You find all of it on the card.', 'Is there anything else?'];
    const place = Math.floor(draw() * (truths.length + 1));
    return { text: [...truths.slice(0, place), lie, ...truths.slice(place)].join(' ') };
  });
}
