import { isOwnReason } from '#lib/commerce/orders/order-words.ts';
import { wordsFor } from '#lib/commerce/policies/policy-words.ts';
import type { RefusalCode } from '#lib/kernel/refusal.ts';
import { spanText } from '#lib/ui/when.ts';
import type { Answer } from '../answer.ts';
import { knownChanges } from './changes.ts';
import { claimsIn, knownStatuses } from './claims.ts';
import { countNamed } from './counts.ts';
import { daysOf, type Day } from './days.ts';

/** What may be said: everything here comes from a tool, or from what was checked before. `text`: all words, in small letters, a line each. */
export type Support = {
  text: string;
  amounts: ReadonlySet<number>;
  /** How long and what share, by `key`. */
  counts: ReadonlySet<string>;
  instants: readonly Date[];
  statuses: ReadonlySet<string>;
  changes: ReadonlySet<string>;
  ids: ReadonlySet<string>;
  days: readonly Day[];
};

/** Written by strangers: a carrier, whoever left a note, whoever named a place. What they say supports nothing. */
const STRANGERS = new Set(['why', 'city', 'place', 'note', 'message', 'name', 'phone', 'email', 'line1', 'line2']);
/** What is to be, such as `isCollected` of an exchange that is only proposed. */
const FLAG = /^is[A-Z]/;
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?$/;

/** Of policies and the FAQ: how it goes with all orders, and never how it stands with one. */
const GENERAL = new Set(['question', 'answer']);

type Found = { words: string[]; general: string[]; minors: number[]; counts: string[]; instants: string[] };

/** `quoted`: what was said in this talk before and was checked then. */
export function supportOf(answers: readonly Answer[], quoted: readonly string[] = []): Support {
  const found: Found = { words: [...quoted], general: [], minors: [], counts: [], instants: [] };
  for (const answer of answers) addAnswer(found, answer);
  const all = [...found.words, ...found.general].join('\n');
  const said = claimsIn(all);
  const [facts, general] = [found.words, found.general].map((texts) => texts.map((text) => text.toLowerCase())) as [string[], string[]];
  const lived = found.instants.flatMap((at) => daysOf(at));
  return {
    text: all.toLowerCase(),
    amounts: new Set([...found.minors.map((minor) => minor / 100), ...said.amounts]),
    counts: new Set([...found.counts, ...said.counts.map(({ key }) => key)]),
    instants: lived.map(({ at }) => at),
    statuses: knownStatuses({ facts, general }),
    changes: knownChanges(facts),
    ids: new Set(said.ids),
    days: [...lived, ...said.days]
  };
}

function addAnswer(found: Found, { effect, code, action }: Answer): void {
  add(found, JSON.parse(JSON.stringify(effect ?? {})), '');
  // The number of a store is ours to give.
  const { stores = [] } = (effect ?? {}) as { stores?: { phone?: string }[] };
  for (const { phone } of stores) if (typeof phone === 'string') found.words.push(phone);
  if (action) found.instants.push(action.expiresAt);
  if (code === null || code === 'confirm' || code === 'staff') return;
  const { detail } = (effect ?? {}) as { detail?: string };
  found.words.push(wordsFor(code as RefusalCode, detail));
}

function add(found: Found, value: unknown, key: string): void {
  if (typeof value === 'string') addText(found, value, key);
  if (typeof value === 'number') addNumber(found, value, key);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, one] of Object.entries(value)) {
    const isList = Array.isArray(value);
    if (!isList && isThere(one) && !FLAG.test(name)) found.words.push(name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' '));
    add(found, one, isList ? key : name);
  }
}

/** What a fact is called says that there is one: `deliveredAt` without a day says nothing. */
const isThere = (value: unknown): boolean => (typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value));

function addText(found: Found, text: string, key: string): void {
  if (STRANGERS.has(key) && !isOwnReason(text)) return;
  if (INSTANT.test(text)) found.instants.push(text);
  else (GENERAL.has(key) ? found.general : found.words).push(text);
}

function addNumber(found: Found, value: number, key: string): void {
  if (key.endsWith('Minor')) found.minors.push(value);
  const count = countNamed(key, value);
  if (count !== undefined) found.counts.push(count);
  if (key.endsWith('Seconds')) found.words.push(spanText(value * 1_000));
}
