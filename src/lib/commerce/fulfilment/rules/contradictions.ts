import { sameWhen } from './check-rules.ts';
import { fieldNames, holds, ruleFields, type Condition, type RuleField, type SourcingRule } from './sourcing-rule.ts';

/**
 * What is odd about a set of rules. Refused: `never` (its conditions exclude each other), `contradicts` (the same conditions, and the
 * opposite is to be done), `repeats` (the same twice), `leaves-none` (past orders that no place could have sent). Only told: `nothing`
 * and `everything` (of the places of past orders), `overruled` (wherever it speaks another keeps the place out).
 */
export type Finding = {
  kind: 'never' | 'contradicts' | 'repeats' | 'leaves-none' | 'nothing' | 'everything' | 'overruled';
  rules: string[];
  orders: string[];
};

const REFUSED = new Set<Finding['kind']>(['never', 'contradicts', 'repeats', 'leaves-none']);
export const isRefused = ({ kind }: Finding): boolean => REFUSED.has(kind);

/** What can be said of rules without looking at any order. */
export function contradictions(rules: readonly SourcingRule[]): Finding[] {
  const never = rules.filter(({ when }) => isNever(when)).map(({ name }): Finding => ({ kind: 'never', rules: [name], orders: [] }));
  const pairs = rules.flatMap((rule, place) => rules.slice(place + 1).flatMap((other) => clash(rule, other) ?? []));
  return [...never, ...pairs];
}

function clash(one: SourcingRule, other: SourcingRule): Finding | undefined {
  if (sameWhen(one.when) !== sameWhen(other.when)) return undefined;
  return { kind: directionOf(one) === directionOf(other) ? 'repeats' : 'contradicts', rules: [one.name, other.name], orders: [] };
}

const directionOf = ({ action }: SourcingRule): string => (action.kind === 'exclude' ? 'out' : action.points < 0 ? 'for' : 'against');

const isNever = (when: readonly Condition[]): boolean =>
  fieldNames.some((field) =>
    cannotHold(
      field,
      when.filter((one) => one.field === field)
    )
  );

/** Of all that a field may be, what its conditions speak of and what lies next to it stand for the rest. */
function cannotHold(field: RuleField, conditions: readonly Condition[]): boolean {
  return (
    conditions.length > 0 && !samplesOf(field, conditions).some((sample) => conditions.every((one) => holds(one, { [field]: sample })))
  );
}

function samplesOf(field: RuleField, conditions: readonly Condition[]): (string | number)[] {
  const known = ruleFields[field];
  const values = conditions.flatMap(({ value }) => value as string | number | string[]);
  if (known.kind === 'word') return known.words ? [...known.words] : ['', ...values.map(String), ...values.map((value) => `${value}~`)];
  return [0, known.most, ...values.map(Number).flatMap((value) => [value - 1, value, value + 1])].filter(
    (one) => one >= 0 && one <= known.most
  );
}
