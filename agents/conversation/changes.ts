import { did, isAsserted, isFact, RULE } from './asserted.ts';
import { sentencesOf } from './sentences.ts';

const CHANGED = did('updated|changed');
/** What a change may be of. What has no name here is a thing of the order, but for what belongs to a person. */
const OF: [what: string, called: RegExp][] = [
  ['address', /\baddress/i],
  ['payment', /\b(?:payment|pay|paying)\b/i],
  ['delivery', /\b(?:date|day|time|slot|window|arrival)\b|\bdelivery\b(?! address)/i],
  ['price', /\bprices?\b/i],
  ['person', /\b(?:phone|e-?mail|name|account|profile|password|card|number)\b/i],
  ['things', /\b(?:items?|things?|size|colou?r|variant|products?)\b/i]
];
const ANY = /\b(?:order|it|this|that|everything|all|request|details?|plan)\b/i;
/** "Is changed until …" is a rule, and a mind is nothing that anybody sent. */
const IS = /^(?:is|are|i)\b/i;

const BREAK = /[,;:–—]|\b(?:but|so|while|because)\b/i;
const HAS_VERB = /\b(?:is|are|was|were|has|have|had|will|stays?|goes|went|comes?|remains?)\b/i;

/** Of what a text says that somebody changed it, or that it changed (`… by itself`); `any`: of something in an order. */
export const changesIn = (text: string): string[] => [...new Set(sentencesOf(text).flatMap(changesOf))];

const changesOf = (sentence: string): string[] => [...sentence.matchAll(CHANGED)].flatMap((match) => changesAt(sentence, match));

function changesAt(sentence: string, { 0: match, index }: RegExpExecArray): string[] {
  const [before, after] = [sentence.slice(0, index), sentence.slice(index + match.length)];
  if (!isAsserted(before, match) || (IS.test(match) && RULE.test(after))) return [];
  const clause = `${clauseBefore(before)} | ${clauseAfter(after)}`;
  const named = OF.filter(([, called]) => called.test(clause)).map(([what]) => what);
  const what = named.length > 0 ? named : [ANY.test(clause) ? 'any' : 'things'];
  return isByItself(before, match, after) ? what.map(byItself) : what;
}

const byItself = (what: string): string => `${what} by itself`;
/** What is said of it: who or what it is. */
export const changeName = (change: string): string => change.replace(/ by itself$/, '');

/** "The date has changed": nobody is said to have done it. */
const isByItself = (before: string, match: string, after: string): boolean =>
  /^(?:has|have|had)\b/i.test(match) &&
  !/\b(?:i|we|you|they)\s+(?:\w+\s+)?$/i.test(before) &&
  !/^\s+(?:the|your|its|their|it|this|that|these|an?|my|our|both|all|everything)\b/i.test(after);

function clauseBefore(text: string): string {
  const near = text.split(BREAK).at(-1) ?? '';
  const parts = near.split(/\band\b/i);
  return parts.slice(0, -1).some((part) => HAS_VERB.test(part)) ? (parts.at(-1) ?? '') : near;
}

function clauseAfter(text: string): string {
  const near = text.split(BREAK)[0] ?? '';
  const parts = near.split(/\band\b/i);
  return parts.slice(1).some((part) => HAS_VERB.test(part)) ? (parts[0] ?? '') : near;
}

/** What says of something that it was changed, and not by that word: by a command, or by itself. In small letters. */
const SAYS: [what: string, known: RegExp][] = [
  ['address', /\bto (?:the new|another) address\b/g],
  ['things', /^it is changed\b/g],
  ['delivery', /\bthe carrier is told\b/g],
  [byItself('delivery'), /\bmoved\b/g],
  [byItself('price'), /\bprices?\b[^.\n]{0,80}\bchanged\b/g]
];

/** Of what it is known that it was changed, by what was checked or by what a tool said. What somebody did has changed as well. */
export function knownChanges(facts: readonly string[]): Set<string> {
  const known = new Set(facts.flatMap((fact) => sentencesOf(fact)).flatMap(knownBy));
  const done = [...known].filter((change) => change === changeName(change));
  return new Set([...known, ...(done.length > 0 ? [...done, 'any'].flatMap((what) => [what, byItself(what)]) : [])]);
}

const knownBy = (sentence: string): string[] => [
  ...[...sentence.matchAll(CHANGED)].flatMap((match) => (isFact(sentence, match) ? changesAt(sentence, match) : [])),
  ...SAYS.filter(([, known]) => [...sentence.matchAll(known)].some((match) => isFact(sentence, match))).map(([what]) => what)
];
