import { effectOf, type Products, type Shelves } from '../../conversation/effects.ts';
import type { Answer } from '../../answer.ts';
import { makesSaid } from '../../understanding/slots/make-said.ts';
import { args, choices, told, type Call, type Ctx, type Dialog, type Wish } from './dialog.ts';
import { asks, theOrder } from './own-things.ts';

/** What is looked for, without the words that lead up to it. */
const LEAD =
  /^(?:(?:hi|hello|hey|please|pls|can you|could you|do you (?:have|sell)|have you got|is there|are there|i(?:'m| am)? ?(?:want|need|looking for|would like)|show me|find me|find|search(?: for)?|looking for|tell me (?:about|if)|what (?:material|fabric|size|colou?rs?)|(?:of |in )?(?:what|which)(?:'s| is| are)?|how (?:much|many|big|tall|heavy) (?:is|are)|is|are|does|do|any|some|the|a|an|to buy|buy|me|when will|will|let me know when|notify me when|mujhe|kya|dikhao)\b[\s,]*)+/i;
const TAIL =
  /[\s,]*\b(?:in stock|available|availability|at (?:the |your )?[\w ]*store.*|in (?:the |your )?[\w ]*(?:store|shop|branch).*|back in stock|back|again|please|pls|plz|right now|now|today|chahiye|hai kya|hai|made of.*|cost|price|size|material|care)\b.*$/i;

function productIn(words: string): string {
  const bare = words
    .replace(/[?!.]+$/g, '')
    .replace(LEAD, '')
    .replace(TAIL, '')
    .trim();
  return (bare === '' ? words : bare).slice(0, 200);
}

/** Words that name no thing: of `do you have it in blue` the thing is the one that was shown. */
const NO_NAME = /\b(?:it|its|this|that|these|those|them|one|ones|the|in|of|size|colou?r|yeh|ye|iska|iski|isko)\b/gi;

/** What they speak of; empty when they have to be asked. */
function productOf({ about }: Ctx, { words, found, slots }: Wish): string {
  if (found.product !== undefined) return found.product;
  const said = productIn(words);
  const options = slots.options.flatMap(({ value }) => value.split(' '));
  const name = said
    .replaceAll(NO_NAME, ' ')
    .split(/\s+/)
    .filter((word) => !options.includes(word.toLowerCase()));
  return isNothing(name.join(' ')) ? (about.product ?? '') : said;
}

const asksWhat = (wish: Wish) => asks(wish, 'product', { words: 'Which product is it?' }).ask;
const isNothing = (product: string): boolean => !/\p{L}{3}/u.test(product);

export function* searching(ctx: Ctx, wish: Wish): Dialog {
  const search = wish.found.product ?? productIn(wish.words);
  if (isNothing(search)) return asksWhat(wish);
  const answer = yield { name: 'find_product', args: { search } };
  return { words: told(ctx, 'find_product', answer) };
}

export function* questioning(ctx: Ctx, wish: Wish): Dialog {
  const product = productOf(ctx, wish);
  if (isNothing(product)) return asksWhat(wish);
  const found = yield { name: 'find_product', args: { search: product } };
  const one = effectOf<Partial<Products>>(found).products?.[0];
  if (!one) return { words: told(ctx, 'find_product', found) };
  const question = wish.words.slice(0, 500);
  const answer = yield { name: 'product_question', args: { product: one.product, question } };
  if (/\b(?:price|cost|how much|kitn[aei]|rate)\b/i.test(wish.words)) return { words: told(ctx, 'find_product', found) };
  return { words: told(ctx, 'product_question', answer) };
}

const OF_IT = /\b(?:have|has|got|is|get|stock|need|want|of) (?:it|this|that|them)\b/i;

/** Of a thing that was shown before: the make they name now. */
function* makeOf(product: string, words: string): Generator<Call, string, Answer> {
  const answer = yield { name: 'find_product', args: { search: product, onlyExact: true } };
  const { products = [] } = answer.decision === 'done' ? effectOf<Partial<Products>>(answer) : {};
  const makes = products.find(({ title }) => title === product)?.options.map((make) => ({ options: make.split(', ') })) ?? [];
  const [said, ...others] = makesSaid(words, makes);
  return said && others.length === 0 ? said.options.join(', ') : '';
}

export function* stocking(ctx: Ctx, wish: Wish): Dialog {
  const product = OF_IT.test(wish.words) ? (ctx.about.product ?? productOf(ctx, wish)) : productOf(ctx, wish);
  if (isNothing(product)) return asksWhat(wish);
  const option = wish.slots.options.map(({ value }) => value).join(', ');
  const make = option === '' && product === ctx.about.product ? yield* makeOf(product, wish.words) : option;
  const answer = yield { name: 'stock_at_store', args: args({ product, option: make, store: wish.slots.stores[0] }) };
  const words = told(ctx, 'stock_at_store', answer);
  const { title, shelves = [] } = answer.decision === 'done' ? effectOf<Partial<Shelves>>(answer) : {};
  const isGone = title !== undefined && shelves.every(({ available }) => available === 0);
  return isGone ? { words, cards: [choices(['Tell me when it is back', `Tell me when ${title} is back in stock`])] } : { words };
}

export function* awaiting(ctx: Ctx, wish: Wish): Dialog {
  const product = productOf(ctx, wish);
  if (isNothing(product)) return asksWhat(wish);
  const option = wish.found.to ?? wish.slots.options.map(({ value }) => value).join(', ');
  const answer = yield { name: 'back_in_stock', args: args({ product, option }) };
  if (answer.code !== 'wrong-item') return { words: told(ctx, 'back_in_stock', answer) };
  const found = yield { name: 'find_product', args: { search: product } };
  const makes = effectOf<Partial<Products>>(found).products?.[0]?.options.slice(0, 6) ?? [];
  const ask = { words: 'Which one should it be?', cards: [choices(...makes.map((make) => [make, make] as const))] };
  return asks({ ...wish, found: { ...wish.found, product } }, 'to', ask).ask;
}

export function* again(ctx: Ctx, wish: Wish): Dialog {
  const order = yield* theOrder(ctx, wish, { newest: /\b(?:last|same|again|latest)\b/i.test(wish.words) });
  if ('ask' in order) return order.ask;
  const answer = yield { name: 'reorder', args: args({ order: order.value }) };
  return { words: told(ctx, 'reorder', answer) };
}
