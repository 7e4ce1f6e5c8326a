import { isOwnReason } from '#lib/commerce/orders/order-words.ts';
import { wordsFor } from '#lib/commerce/policies/policy-words.ts';
import type { Language } from '#lib/commerce/support/who.ts';
import { formatMoney } from '#lib/ui/money.ts';
import { spanText } from '#lib/ui/when.ts';
import {
  effectOf,
  type ExchangeChoices,
  type FaqWords,
  type OrderStatus,
  type PolicyWords,
  type ProductFacts,
  type Products,
  type Returns,
  type Shelves,
  type Stores,
  type MyOrders
} from './effects.ts';
import { effectLines } from './effect-lines.ts';
import { say } from './phrases.ts';
import { ONE_PROPOSAL, type Step } from './run.ts';
import { dayWords, momentWords, windowWords } from './when-words.ts';

type Saying = { language: Language; now: Date };

/** What a turn found out, in words made of it alone: nothing stands there that no tool has said. */
export const wordsOf = (step: Step, saying: Saying): string =>
  step.answer.decision === 'refused' ? refusedWords(step, saying) : (TOLD[step.name] ?? proposedWords)(step, saying);

const TOLD: Record<string, (step: Step, saying: Saying) => string> = {
  order_status: statusWords,
  my_orders: ordersWords,
  track_return: returnWords,
  exchange_choices: insteadWords,
  stock_at_store: shelfWords,
  find_product: productWords,
  product_question: factWords,
  ask_policy: ({ answer }) => effectOf<PolicyWords>(answer).answer,
  faq_search: ({ answer }, { language }) => effectOf<FaqWords>(answer).answers[0]?.answer ?? say(language, 'unknown'),
  store_hours: storeWords,
  hand_over: (_, { language }) => say(language, 'person')
};

const SHOWN = new Set(['Money', 'Date', 'Delivery', 'Comes back', 'From now on', 'Into the cart', 'One mail', 'Instead']);
const MOST_SHOWN = 3;

/** What the card shows in short, and that nothing has happened yet. */
function proposedWords({ name, answer }: Step, { language, now }: Saying): string {
  const lines = effectLines(name, answer, now).filter(({ label }) => SHOWN.has(label));
  const shown = lines.slice(0, MOST_SHOWN).map(({ label, text }) => `${label}: ${text.replace(/[.\s]+$/, '')}.`);
  const staff = answer.needsStaff === true ? ['It is so much money that one of us says yes as well.'] : [];
  return [...shown, ...staff, say(language, 'confirm')].join(' ');
}

type Why = { detail?: string | undefined; open?: readonly string[] | undefined };

function refusedWords({ name, answer }: Step, { language }: Saying): string {
  const { code } = answer;
  const { detail, open } = effectOf<Why>(answer);
  if (code === 'sign-in-needed') return say(language, 'signIn');
  if (code === null || code === 'confirm' || code === 'staff') return say(language, 'unknown');
  if (code === 'not-found') return notFoundWords(name, detail, language);
  if (code === 'wrong-item') return 'I do not find that thing.';
  if (code === 'method-not-offered' && name === 'delivery_wish') return 'That is not offered for this parcel as it stands now.';
  const own = code === 'not-allowed' ? notNowWords(name, { detail, open }) : undefined;
  return own ?? wordsFor(code, detail);
}

/** Beside the card of another proposal nothing else says that it is too late for it. */
function notNowWords(name: string, { detail = '', open }: Why): string | undefined {
  if (detail === ONE_PROPOSAL) return 'That comes next, after what is on the card.';
  return name === 'delivery_wish' ? NO_WISH[detail]?.(open) : undefined;
}

function notFoundWords(name: string, detail: string | undefined, language: Language): string {
  if (detail === undefined && ABOUT_ORDERS.has(name)) return say(language, 'notFound');
  return name === 'store_hours' || detail === 'store' ? 'I find no store of that name.' : 'I find nothing of that name.';
}

const noDayWords = (open: readonly string[] = []): string =>
  open.length === 0
    ? 'On that day it cannot be brought, and no other day is open at the moment.'
    : `On that day it cannot be brought. Open: ${open.map((day) => dayWords(day)).join(', ')}.`;
/** Days that are open are named, as far as the tool did. */
const NO_WISH: Record<string, (open?: readonly string[]) => string> = {
  day: noDayWords,
  'safe-place': () => 'This parcel cannot be left somewhere.',
  collect: () => 'It cannot be sent to that store. The page of the order shows what else is open.'
};
const ABOUT_ORDERS = new Set([
  'order_status',
  'track_return',
  'cancel',
  'change_address',
  'swap_items',
  'change_payment',
  'delivery_wish',
  'start_return',
  'start_exchange',
  'exchange_choices',
  'reorder',
  'ask_policy',
  'hand_over'
]);

const MOST = 3;
const sentence = ({ strong, rest }: { strong: string; rest: string }): string => [strong, rest].filter((text) => text !== '').join(' ');

function statusWords({ answer }: Step, { language, now }: Saying): string {
  const { order, words, parcels } = effectOf<OrderStatus>(answer);
  if (words || parcels.length === 0) return say(language, 'status', { order, words: words ? sentence(words) : 'No parcel yet.' });
  const each = parcels.slice(0, MOST).map((parcel) => {
    const { expected, promise, deliveredAt, verdict } = parcel;
    const when = expected ? say(language, 'expected', { when: windowWords(expected, now) }) : '';
    const why = expected && promise && promise.moved !== '' ? because(promise.why) : '';
    const came = deliveredAt === null ? '' : `${momentWords(deliveredAt)}. ${verdict}`;
    const named = parcels.length > 1 ? `(${parcel.parcel}) ` : '';
    return `${named}${[sentence(parcel.words), when, why, came].filter((text) => text !== '').join(' ')}`;
  });
  return say(language, 'status', { order, words: each.join(' ') }).trim();
}

/** The carrier's own words may stand there: those are on the order's page, and never repeated as if we had said them. */
const because = (why: string): string => (isOwnReason(why) ? why : 'The carrier told of a trouble.');

function ordersWords({ answer }: Step, { language }: Saying): string {
  const { orders } = effectOf<MyOrders>(answer);
  if (orders.length === 0) return say(language, 'noOrders');
  const each = orders
    .slice(0, MOST)
    .map(
      ({ number, what, placedAt, currency, totalMinor }) =>
        `${number} of ${dayWords(placedAt)}: ${what}, ${formatMoney(totalMinor, currency)}.`
    );
  return [...each, ...(orders.length > MOST ? [`And ${orders.length - MOST} more.`] : [])].join(' ');
}

function returnWords({ answer }: Step, { language }: Saying): string {
  const { returns } = effectOf<Returns>(answer);
  if (returns.length === 0) return say(language, 'noReturn');
  return returns.slice(-MOST).map(oneReturn).join(' ');
}

function oneReturn({ return: number, last, currency, amountMinor, refundDueAt, refunds, isOver }: Returns['returns'][number]): string {
  const paid = refunds.filter(({ state }) => state === 'paid');
  const stands = last ? `${number}: ${last.title.replace(/\.$/, '')}.` : `${number}.`;
  if (paid.length > 0) {
    const back = paid.map(
      ({ amountMinor: minor, paidAt }) => `${formatMoney(minor, currency)}${paidAt === null ? '' : ` on ${dayWords(paidAt)}`}`
    );
    return `${stands} Gone back to you: ${back.join('; ')}.`;
  }
  if (isOver) return stands;
  const by = refundDueAt === null ? '' : ` by ${dayWords(refundDueAt)}`;
  return `${stands} ${formatMoney(amountMinor, currency)} goes back to you${by}.`;
}

function insteadWords({ answer }: Step): string {
  const { thing, makes, currency } = effectOf<ExchangeChoices>(answer);
  const there = makes.filter(({ isThere }) => isThere);
  const name = [thing.title, ...thing.options].join(', ');
  if (there.length === 0) return `Of what could come instead of ${name} there is none at the moment.`;
  const each = there.slice(0, MOST_FACTS).map((make) => {
    return `${[make.title, ...make.options].join(', ')} at ${formatMoney(make.unitPriceMinor, currency)}.`;
  });
  return `Instead of ${name} you can have: ${each.join(' ')}`;
}

function shelfWords({ answer }: Step): string {
  const { title, shelves } = effectOf<Shelves>(answer);
  if (shelves.length === 0) return `No store has ${title} on its shelves.`;
  const there = shelves.filter(({ available }) => available === null || available > 0);
  if (there.length === 0) return `${title} is in none of these stores at the moment.`;
  const each = there.slice(0, MOST).map(({ store, options, available, ageSeconds }) => {
    const make = options.length > 0 ? ` (${options.join(', ')})` : '';
    return `${store}: ${available ?? 'there'}${make}, known since ${spanText(ageSeconds * 1_000)}.`;
  });
  return [`${title}.`, ...each, ...restWords(there.length - each.length, shelves.length - there.length)].join(' ');
}

/** What is not shown: how many there are of which there are some, and of which there are none. */
function restWords(some: number, none: number): string[] {
  const more = some > 0 ? [`${some} more ${some === 1 ? 'has' : 'have'} some.`] : [];
  return none > 0 ? [...more, `And ${none} more, none of them here now.`] : more;
}

function productWords({ answer }: Step): string {
  const { products, isExact } = effectOf<Products>(answer);
  if (products.length === 0) return 'I find nothing like that in our catalogue.';
  const each = products.slice(0, MOST).map(({ title, currency, fromMinor, toMinor, available }) => {
    const price = currency === null ? '' : `, ${priceWords(fromMinor, toMinor, currency)}`;
    return `${title}${price}${available > 0 ? '' : ' (none at the moment)'}.`;
  });
  return `${isExact ? '' : 'The nearest that I find: '}${each.join(' ')}`;
}

const priceWords = (from: number, to: number, currency: string): string =>
  from === to ? formatMoney(from, currency) : `${formatMoney(from, currency)} to ${formatMoney(to, currency)}`;

const MOST_FACTS = 6;

function factWords({ answer }: Step): string {
  const { title, attributes, description, isAsked } = effectOf<ProductFacts>(answer);
  const facts = Object.entries(attributes).slice(0, MOST_FACTS);
  if (facts.length > 0 && isAsked) return `${title}. ${facts.map(([name, value]) => `${name}: ${value}.`).join(' ')}`;
  if (facts.length > 0) return `What we know of ${title}: ${facts.map(([name, value]) => `${name}: ${value}.`).join(' ')}`;
  return description === '' ? `Of ${title} the catalogue says nothing more.` : `${title}: ${description.slice(0, 240)}`;
}

/** One in full; of several what tells them apart, the rest stands on their cards. */
function storeWords({ answer }: Step): string {
  const { stores } = effectOf<Stores>(answer);
  const hours = ({ isOpenNow, today }: Stores['stores'][number]): string =>
    `${isOpenNow ? 'Open now.' : 'Not open now.'} ${today ? `Today ${clocks(today)}.` : 'Closed today.'}`;
  const [only] = stores;
  if (only && stores.length === 1) return `${only.name}, ${only.address}. ${hours(only)} ${only.phone}`.trim();
  const each = stores.slice(0, MOST).map((store) => `${store.name}: ${hours(store)}`);
  const more = stores.length - each.length;
  return [...each, ...(more > 0 ? [`And ${more} more: name a town or a store.`] : [])].join(' ');
}
const clocks = ({ opens, closes }: { opens: string; closes: string }): string =>
  `${momentWords(opens).split(', ')[1] ?? ''} to ${momentWords(closes).split(', ')[1] ?? ''}`;
