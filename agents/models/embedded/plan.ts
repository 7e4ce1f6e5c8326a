import type { Card } from '#lib/commerce/support/card.ts';
import type { Answer } from '../../answer.ts';
import { effectOf, type Products } from '../../conversation/effects.ts';
import { say, type Phrase } from '../../conversation/phrases.ts';
import { isAlike } from '../../understanding/gate.ts';
import { understand, type Request, type Understood } from '../../understanding/understand.ts';
import type { Model } from '../../understanding/model.ts';
import type { Known } from '../../understanding/slots/slots.ts';
import { buttons, PERSON } from './buttons.ts';
import { dialogOf, proposes } from './dialogs.ts';
import { choices, looked, phrase, told, type Call, type Ctx, type Dialog, type Part, type Waits, type Wish } from './dialog.ts';
import { fromFaq } from './from-faq.ts';
import { byRule } from './follow-up.ts';
import { smallTalk } from './small-talk.ts';
import { goneOn, isAnswer } from './wishes.ts';

/** What a turn begins with: the message, what was asked back before it, and how many were not understood before it. */
export type Heard = { words: string; waits: Waits | null; misses: number };
/** `hear`: what a message wants. A turn asks it again with each answer of a tool, so it had better remember. */
export type Mind = { hear: (words: string, misses: number) => Understood; ctx: Ctx };

export function hearing(trained: Model, known: Known): Mind['hear'] {
  const heard = new Map<string, Understood>();
  return (words, misses) => {
    const key = `${misses} ${words}`;
    const before = heard.get(key) ?? understand(trained, words, { misses, ...known });
    heard.set(key, before);
    return before;
  };
}
export type Said = { words: string; cards: Card[]; waits: Waits | null; misses: number };
export type Next = { call: Call } | { said: Said };

/**
 * What comes next in a turn, from all that was answered in it so far: the same answers lead to the same next step, so nothing is kept between the
 * calls of the model.
 */
export function nextOf(mind: Mind, heard: Heard, answers: readonly Answer[]): Next {
  const turn = turnOf(mind, heard);
  let step = turn.next();
  for (const answer of answers) {
    if (step.done) break;
    step = turn.next(answer);
  }
  return step.done ? { said: step.value } : { call: step.value };
}

type Turn = Generator<Call, Said, Answer>;
type Todo = { words: string; dialog: (mind: Mind) => Dialog; isProposing: boolean; wish?: Wish };

function* turnOf(mind: Mind, heard: Heard): Turn {
  const all = todosOf(mind, heard);
  const done: Part[] = [];
  let shown: Call | undefined;
  for (const [at, { dialog, isProposing, wish }] of all.entries()) {
    const left = (from: number): string[] => all.slice(from).map(({ words }) => words);
    if (isProposing && shown) return saidOf(heard, { done, rest: left(at) });
    const { part: said, proposed, isUnknown } = yield* noting(dialog(mind));
    const part = isUnknown && wish ? { waits: otherNumber(wish), ...said } : said;
    shown ??= proposed;
    const again = proposed && { intent: 'affirm' as const, found: {}, missing: 'wish' as const, again: proposed };
    done.push(part.waits || !again ? part : { ...part, waits: again });
    if (part.waits) return saidOf(heard, { done, rest: left(at + 1) });
  }
  return saidOf(heard, { done, rest: [] });
}

type Noted = { part: Part; proposed: Call | undefined; isUnknown: boolean };

/** Notes what was shown to be confirmed, and whether the order that was named is none of theirs. */
function* noting(dialog: Dialog): Generator<Call, Noted, Answer> {
  let proposed: Call | undefined;
  let isUnknown = false;
  let step = dialog.next();
  while (!step.done) {
    const answer = yield step.value;
    if (answer.action) proposed = step.value;
    isUnknown = answer.code === 'not-found' && step.value.args['order'] !== undefined;
    step = dialog.next(answer);
  }
  return { part: step.value, proposed, isUnknown };
}

/** The same wish, for when they look at the number once more. */
function otherNumber({ intent, words, slots, found }: Wish): NonNullable<Part['waits']> {
  const { order: _, ...rest } = found;
  return { intent, found: rest, missing: 'order', said: { words, slots: { ...slots, orderNumbers: [] } } };
}

function todosOf(mind: Mind, heard: Heard): Todo[] {
  const understood = mind.hear(heard.words, heard.misses);
  const [first] = understood.requests;
  const { waits } = heard;
  if (first && understood.wantsPerson) return [todoOf(personWish(first, waits))];
  const gone = first && waits ? goneOnWith(understood, first, waits) : undefined;
  if (!gone) return withoutTwins(understood.requests).map((request) => wished(mind, heard, request));
  const rest = waits?.rest ?? [];
  return [gone, ...rest.flatMap((text) => mind.hear(text, 0).requests.map((request) => wished(mind, heard, request)))];
}

/** `It came with a crack, I want my money back` is one wish, said twice. */
function withoutTwins(requests: readonly Request[]): Request[] {
  const isTwin = ({ text, gate, slots }: Request, before: Request | undefined): boolean =>
    gate.do === 'act' &&
    before?.gate.do === 'act' &&
    gate.intent !== before.gate.intent &&
    isAlike(gate.intent, before.gate.intent) &&
    slots.orderNumbers.length === 0 &&
    /\b(?:it|this|money|refund|paisa|paise)\b/i.test(text);
  return requests.filter((request, at) => !isTwin(request, requests[at - 1]));
}

/** What the message says of what was asked back; undefined where it wishes for something else. */
function goneOnWith(understood: Understood, first: Request, waits: Waits): Todo | undefined {
  const { again } = waits;
  if (again && isYes(first)) return { words: first.text, dialog: ({ ctx }) => looked(ctx, again), isProposing: true };
  return isAnswer(understood, waits) ? todoOf(goneOn(waits, first)) : undefined;
}

const isYes = ({ gate }: Request): boolean => gate.do === 'act' && gate.intent === 'affirm';
const todoOf = (wish: Wish): Todo => ({
  wish,
  words: wish.words,
  dialog: ({ ctx }) => dialogOf(ctx, wish),
  isProposing: proposes.has(wish.intent)
});

function wished({ ctx }: Mind, heard: Heard, request: Request): Todo {
  const { gate, text, slots } = request;
  const wish = { words: text, slots, found: {} };
  const chat = smallTalk(text);
  if (chat) return { words: text, dialog: ({ ctx: { language } }) => chatting(language, chat), isProposing: false };
  if (!/[\p{L}\p{N}]/u.test(text)) return todoOf({ intent: 'capabilities', ...wish });
  if (NODS.test(text)) return { words: text, dialog: ({ ctx: { language } }) => chatting(language, 'heard'), isProposing: false };
  const ruled = byRule(ctx, request, heard);
  if (ruled) return todoOf({ intent: ruled, ...wish });
  const isKnown = gate.do === 'act' && (!EMPTY.has(gate.intent) || (sure(request) && ctx.language !== 'other'));
  if (isKnown) return todoOf({ intent: gate.intent, ...wish });
  return { words: text, dialog: (mind) => unsure(mind, heard, request), isProposing: false };
}
/** Heard, and no wish. */
const NODS =
  /^(?:(?:ok(?:ay)?[\s,]+)?(?:cool|great|nice|super)|ok(?:ay)?|k+|fine|al ?right|hm+|i see|got it|acch?a|the+k hai|thik hai|ठीक है|अच्छा)[\s.!]*$/iu;
// oxlint-disable-next-line require-yield -- it asks no tool
function* chatting(language: Ctx['language'], phraseName: Phrase): Dialog {
  return { words: say(language, phraseName) };
}
const EMPTY = new Set(['out_of_scope', 'capabilities']);
const SURE_FROM = 0.65;
const sure = ({ guesses }: Request): boolean => (guesses[0]?.share ?? 0) >= SURE_FROM;

/** What they wanted before they wanted a person is told to the person. */
function personWish({ text, slots }: Request, waits: Waits | null): Wish {
  const order = waits?.found.order;
  const orderNumbers = slots.orderNumbers.length > 0 || order === undefined ? slots.orderNumbers : [order];
  return { intent: 'human_agent', words: text, slots: { ...slots, orderNumbers }, found: waits ? { reason: waits.intent } : {} };
}

const FEW_WORDS = 6;

/** What is asked may be answered in the FAQ, and a bare name may be one of the catalogue; else two or three wishes are shown as buttons, and at the second miss a person. */
function* unsure({ ctx }: Mind, { misses }: Heard, { text, gate }: Request): Dialog {
  if (ctx.language === 'other') return { words: phrase(ctx, 'otherLanguage'), cards: [choices(PERSON)], isMiss: true };
  const general = yield* fromFaq(ctx, text);
  if (general) return general;
  if (text.split(/\s+/).length <= FEW_WORDS) {
    const answer = yield { name: 'find_product', args: { search: text.slice(0, 200), onlyExact: true } };
    const { products = [], isExact = false } = effectOf<Partial<Products>>(answer);
    if (isExact && products.length > 0) return { words: told(ctx, 'find_product', answer) };
  }
  if (misses > 0 || gate.do === 'offer-person') return { words: phrase(ctx, 'offerPerson'), cards: [choices(PERSON)], isMiss: true };
  const shown = gate.do === 'choose' ? gate.between.flatMap((intent) => (buttons[intent] ? [buttons[intent]] : [])) : [];
  if (shown.length === 0) return { words: phrase(ctx, 'unknown'), cards: [choices(PERSON)], isMiss: true };
  return { words: phrase(ctx, 'choose'), cards: [choices(...shown.filter((one) => one[1] !== PERSON[1]), PERSON)], isMiss: true };
}

type Done = { done: Part[]; rest: string[] };

function saidOf(heard: Heard, { done, rest }: Done): Said {
  const open = done.findLast((part) => part.waits)?.waits;
  const isSame = isAskedAgain(open, heard.waits);
  const isMiss = isSame || done.at(-1)?.isMiss === true;
  const next = rest.length > 0 ? ['The rest of your message comes next, after this.'] : [];
  const each = [...new Set(done.map(({ words: own }) => own))];
  const words = [...each.flatMap((own, at) => (at === 0 ? [own] : ['And next:', own])), ...next].join(' ');
  const all = done.flatMap(({ cards: own = [] }) => own);
  const cards = all.filter((card, at) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(card)) === at);
  return {
    words,
    cards: isSame && heard.misses > 0 && !isOffered(cards) ? [...cards, choices(PERSON)] : cards,
    waits: open ? { ...open, rest } : null,
    misses: isMiss ? heard.misses + 1 : 0
  };
}

const isOffered = (cards: readonly Card[]): boolean =>
  cards.some((card) => card.type === 'choices' && card.choices.some((one) => one.say === PERSON[1]));

/** What was answered to it said nothing that is needed. */
const isAskedAgain = (open: Part['waits'], before: Waits | null): boolean =>
  open !== undefined && open.missing !== 'wish' && before?.missing === open.missing && before.intent === open.intent;
