import type { ReturnReason } from '#lib/commerce/policies/policy.ts';
import { reasonLabels } from '#lib/commerce/returns/return-words.ts';

/** Words that say nothing of which thing is meant. */
const EMPTY = new Set(
  (
    'the a an and or of to in on at for from with my me i it is was are be this that these those one ones some any please pls plz want need would like ' +
    'where when what which how why who do does did can could will get got give send sent return refund cancel order ordered orders item items product thing ' +
    'things parcel package delivery come comes came coming back money new old not no yes hai ka ki ke ko mera meri mujhe kya kab kahan wapas karna chahiye ' +
    'broken broke damaged arrived late small large big size colour color exchange change swap another other different buy again same status track tell show'
  ).split(' ')
);

const wordsIn = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{M}\p{N}]{3,}/gu) ?? []).filter((word) => !EMPTY.has(word)).map(singular);
const singular = (word: string): string => (word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word);

/** What somebody does not mean. */
const NOT_MEANT = /\b(?:not|except|but not|other than|instead of)\s+(?:the |my |that )?\S+|\S+ (?:nahi|ki jagah|ke alawa)(?=\W|$)/giu;

/** How many words of a thing's name somebody has said. */
export function heardOf(said: string, name: string): number {
  const named = new Set(wordsIn(name));
  return new Set(wordsIn(said.replaceAll(NOT_MEANT, ' ')).filter((word) => named.has(word))).size;
}

/** Which of them somebody speaks of: those with the most words said; none where no word fits. */
export function meant<Thing>(said: string, things: readonly Thing[], nameOf: (thing: Thing) => string): Thing[] {
  const heard = things.map((thing) => ({ thing, many: heardOf(said, nameOf(thing)) }));
  const most = Math.max(0, ...heard.map(({ many }) => many));
  return most === 0 ? [] : heard.filter(({ many }) => many === most).map(({ thing }) => thing);
}

/** The reason that stands on a button. */
export const reasonCalled = (words: string): ReturnReason | undefined =>
  (Object.keys(reasonLabels) as ReturnReason[]).find((reason) => reasonLabels[reason].toLowerCase() === words.trim().toLowerCase());
