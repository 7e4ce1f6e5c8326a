import * as z from 'zod';
import { fieldUnits, fieldWords, testWords } from './rule-words.ts';
import { fieldNames, ruleFields, testsOf, type Condition, type RuleAction, type RuleField, type SourcingRule } from './sourcing-rule.ts';

const MOST_RULES = 50;
const MOST_CONDITIONS = 8;
const MOST_VALUES = 20;
const LONGEST_NAME = 60;
const LONGEST_WORD = 60;
const MOST_POINTS = 100;

export type CheckedRules = { rules: SourcingRule[] } | { problem: string };

const Loose = z.array(
  z.strictObject({
    name: z.string().trim(),
    when: z.array(z.strictObject({ field: z.string(), test: z.string(), value: z.unknown() })),
    action: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('exclude') }),
      z.strictObject({ kind: z.literal('points'), points: z.number() })
    ])
  })
);
type LooseRule = z.infer<typeof Loose>[number];

/**
 * Rules as somebody wrote them: known fields, tests that fit them, values of their kind, and nothing else. The first thing that is wrong
 * is told in a sentence that names the rule and the field.
 */
export function readRules(input: unknown): CheckedRules {
  const read = Loose.safeParse(input);
  if (!read.success) return { problem: `These are no rules: ${z.prettifyError(read.error)}` };
  const wrong = troubleOfAll(read.data) ?? read.data.map(troubleOf).find((trouble) => trouble !== undefined);
  // Each field, test and value was looked at just now.
  return wrong === undefined ? { rules: read.data as SourcingRule[] } : { problem: wrong };
}

function troubleOfAll(rules: readonly LooseRule[]): string | undefined {
  if (rules.length > MOST_RULES) return `More than ${MOST_RULES} rules are more than anybody can oversee.`;
  const names = rules.map(({ name }) => name.toLowerCase());
  const twice = rules.find(({ name }, place) => names.indexOf(name.toLowerCase()) !== place);
  return twice && `Two rules are called “${twice.name}”. Give each a name of its own.`;
}

function troubleOf({ name, when, action }: LooseRule): string | undefined {
  if (name === '' || name.length > LONGEST_NAME) return `A rule needs a name of at most ${LONGEST_NAME} characters.`;
  if (when.length === 0) return `“${name}” needs a condition: without one it would speak of every place.`;
  if (when.length > MOST_CONDITIONS) return `“${name}” has more than ${MOST_CONDITIONS} conditions.`;
  const wrong = when.map(troubleOfCondition).find((trouble) => trouble !== undefined) ?? troubleOfAction(action);
  return wrong && `“${name}”: ${wrong}`;
}

function troubleOfAction(action: RuleAction): string | undefined {
  if (action.kind === 'exclude') return undefined;
  const size = Math.abs(action.points);
  return size > 0 && size <= MOST_POINTS ? undefined : `points must be more than 0 and at most ${MOST_POINTS}.`;
}

function troubleOfCondition({ field, test, value }: LooseRule['when'][number]): string | undefined {
  if (!isField(field)) return `nobody knows what “${field}” is.`;
  const known = ruleFields[field];
  const fits = testsOf[known.kind].find((one) => one === test);
  if (!fits) return `${fieldWords[field]} cannot be asked by “${test}”.`;
  const asked = `${fieldWords[field]} ${testWords[fits]}`;
  if (known.kind === 'number') return numberTrouble(asked, value, { most: known.most, ...fieldUnits[field] });
  const words = fits === 'isOneOf' ? value : [value];
  if (!Array.isArray(words) || words.length === 0 || words.length > MOST_VALUES) return `“${asked}” needs 1 to ${MOST_VALUES} values.`;
  // The beginning of a word is none of the words themselves.
  return wordTrouble(asked, words, fits === 'startsWith' ? undefined : known.words);
}

const isField = (field: string): field is RuleField => (fieldNames as string[]).includes(field);

function numberTrouble(asked: string, value: unknown, { most, each = 1, words = '' }: { most: number; each?: number; words?: string }) {
  const isRight = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= most;
  return isRight ? undefined : `“${asked}” needs a number from 0 to ${most / each}${words && ` ${words}`}.`;
}

function wordTrouble(asked: string, values: readonly unknown[], words: readonly string[] | undefined): string | undefined {
  const isWord = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= LONGEST_WORD;
  if (!values.every(isWord)) return `“${asked}” needs a word of at most ${LONGEST_WORD} characters.`;
  const odd = values.find((value) => words && !words.includes(value));
  return odd === undefined ? undefined : `“${asked}” knows ${words?.join(', ')} and not “${odd}”.`;
}

/** The same conditions in whatever order they were written. */
export const sameWhen = (when: readonly Condition[]): string =>
  JSON.stringify(
    when
      .map(({ field, test, value }) => [field, test, Array.isArray(value) ? (value as readonly string[]).toSorted(byText) : value])
      .map((one) => JSON.stringify(one))
      .toSorted()
  );

const byText = (a: string, b: string): number => (a < b ? -1 : 1);
