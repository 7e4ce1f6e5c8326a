import type { PolicyTopic } from '#lib/commerce/policies/policy-answers.ts';
import type { Intent } from '../../understanding/intents.ts';
import { buttons, PERSON } from './buttons.ts';
import { args, choices, phrase, told, type Ctx, type Dialog, type Part, type Wish } from './dialog.ts';
import { asksWithoutBill } from './follow-up.ts';
import { fromFaq } from './from-faq.ts';
import { payingWords } from './paying.ts';

const TOPICS: [topic: PolicyTopic, said: RegExp][] = [
  ['exchange', /\b(?:exchang\w*|replac\w*|badal)\b/i],
  ['cancel', /\bcancel\w*\b/i],
  ['address', /\baddress\b/i],
  ['refund', /\b(?:refund\w*|money back|paisa|paise)\b/i],
  ['payment', /\b(?:pay|payment)\b/i],
  ['items', /\b(?:size|colou?r|swap)\b/i]
];

export function* ruling(ctx: Ctx, wish: Wish): Dialog {
  const order = wish.slots.orderNumbers[0];
  const isWithoutBill = asksWithoutBill(wish.words);
  // Asked as the answer is called: people say it in so many words that it would not be found for sure.
  const asked = isWithoutBill ? 'Can I give something back without a receipt?' : wish.words;
  const general = order === undefined || isWithoutBill ? yield* fromFaq(ctx, asked, wish.intent) : undefined;
  // Whoever has orders here may go on with one of them.
  if (general && isWithoutBill && ctx.who.as !== 'anonymous') return { ...general, cards: [choices(button('return_item'))] };
  if (general) return general;
  const topic = TOPICS.find(([, said]) => said.test(wish.words))?.[0] ?? 'returns';
  const answer = yield { name: 'ask_policy', args: args({ topic, order }) };
  return { words: told(ctx, 'ask_policy', answer) };
}

export function* storesNear(ctx: Ctx, wish: Wish): Dialog {
  const answer = yield { name: 'store_hours', args: args({ store: wish.slots.stores[0] }) };
  return { words: told(ctx, 'store_hours', answer) };
}

export function* toPerson(ctx: Ctx, wish: Wish): Dialog {
  const order = wish.slots.orderNumbers[0] ?? ctx.about.order ?? undefined;
  const about = order === undefined ? 'other' : 'order';
  const first = yield { name: 'hand_over', args: args({ about, order, intent: wish.found.reason ?? 'human_agent' }) };
  // A number that is not theirs keeps nobody from a person.
  const answer = first.decision === 'done' ? first : yield { name: 'hand_over', args: { about: 'other', intent: 'human_agent' } };
  return { words: told(ctx, 'hand_over', answer) };
}

const person = (words: string): Part => ({ words, cards: [choices(PERSON)] });

/** What is answered where the FAQ has nothing: none of it has a number, a day or a promise in it. */
const SAID: Partial<Record<Intent, (ctx: Ctx) => Part>> = {
  greeting: (ctx) => ({ words: phrase(ctx, 'greeting') }),
  thanks: (ctx) => ({ words: phrase(ctx, 'thanks') }),
  goodbye: (ctx) => ({ words: phrase(ctx, 'goodbye') }),
  bot_challenge: (ctx) => person(phrase(ctx, 'intro')),
  capabilities: (ctx) => ({
    words: `${phrase(ctx, 'greeting')} I can also cancel or change an order, start a return and tell you about stock: you see what happens before you press the button.`,
    cards: [choices(button('order_status'), button('return_item'), PERSON)]
  }),
  out_of_scope: (ctx) => ({ words: phrase(ctx, 'unknown'), cards: [choices(button('order_status'), button('product_search'), PERSON)] }),
  complaint: () => person('I am sorry about that. Tell me what went wrong and I look at it at once, or one of us goes on from here.'),
  affirm: () => ({ words: 'A yes in words confirms nothing here: press the button on the card, or tell me what you would like.' }),
  deny: (ctx) => ({ words: phrase(ctx, 'left') }),
  promotion: () => ({ words: 'Of offers I know only what the shop shows: a price that is lower stands with the product.' }),
  delivery_info: () => ({
    words:
      'Type your postcode at the top of any page: each product then says by when it is with you, and what bringing it costs stands at the checkout.'
  }),
  place_order: () => ({
    words: 'Put things into the cart on their pages, then go to the checkout from the cart. It works with and without an account.'
  }),
  payment_methods: () => ({
    words: 'You can pay by UPI, by card, by gift card and store credit, and by cash at the door where the checkout offers it.'
  }),
  payment_issue: () =>
    person(
      'What the bank did not finish is never taken twice by us. The page of the order shows how its payment stands; if something looks wrong there, one of us looks into it.'
    ),
  gift_card: () => ({
    words: 'A gift card or store credit is entered at the payment step of the checkout by its code; what is left stays on it.'
  }),
  invoice: () => person('The page of the order shows what was paid and the tax in it. For an invoice with a tax number one of us helps.'),
  account: () =>
    person('Sign in, a new password and your data are under “Account” at the top of the page. I cannot change an account from here.'),
  newsletter: () => ({
    words:
      'We send no newsletter: you hear of your orders, and of goods you asked to be told about. Each such mail has a link that ends it.'
  }),
  warranty: () =>
    person('If something does not work, tell me “it is defective” and I start a return. About a maker’s warranty one of us knows more.'),
  review: () => ({
    words: 'Thank you for thinking of it. Reviews are not written in this talk; whatever you tell me here, one of us can read.'
  })
};

const button = (intent: Intent): readonly [string, string] => buttons[intent] ?? PERSON;

export function* saying(ctx: Ctx, wish: Wish): Dialog {
  const general = yield* fromFaq(ctx, wish.words, wish.intent);
  if (wish.intent === 'payment_methods') {
    const all = general ?? SAID.payment_methods?.(ctx);
    if (all) return { ...all, words: payingWords(wish.words, all.words) };
  }
  if (general) return general;
  return (SAID[wish.intent] ?? SAID.out_of_scope)?.(ctx) ?? { words: phrase(ctx, 'unknown') };
}
