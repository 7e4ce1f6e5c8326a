import { deliveryServices, nodeKinds, sizeClasses, type NodeKind, type SizeClass } from '../delivery-rules.ts';

/** What a rule may ask of the order. `units` and `sizeClass` are of what is sent, `valueMinor` is what all goods of the order are worth. */
export type BasketFacts = { service: string; country: string; postcode: string; units: number; valueMinor: number; sizeClass: SizeClass };
/** What it may ask of a place that could send. `hour` is of the day there, 0 to 23; `queueDepth` are parcels that wait. */
export type PlaceFacts = { nodeId: string; nodeKind: NodeKind; queueDepth: number; distanceMetres: number; hour: number };

export type RuleField = keyof BasketFacts | keyof PlaceFacts;
export const ruleTests = ['is', 'isNot', 'isOneOf', 'startsWith', 'lessThan', 'atMost', 'moreThan', 'atLeast'] as const;
export type RuleTest = (typeof ruleTests)[number];
export type RuleValue = string | number | readonly string[];
export type Condition = { field: RuleField; test: RuleTest; value: RuleValue };

/** Keeps the place out, or speaks in points of its score for it (below zero) or against it; the less points, the better: one is a day. */
export type RuleAction = { kind: 'exclude' } | { kind: 'points'; points: number };
/** All conditions must hold. */
export type SourcingRule = { name: string; when: readonly Condition[]; action: RuleAction };
export type RuleSet = { version: number; rules: readonly SourcingRule[] };

export const NO_RULES: RuleSet = { version: 0, rules: [] };

type WordField = { kind: 'word'; of: 'order' | 'place'; words?: readonly string[] };
type NumberField = { kind: 'number'; of: 'order' | 'place'; most: number };

export const ruleFields: Record<RuleField, WordField | NumberField> = {
  service: { kind: 'word', of: 'order', words: deliveryServices },
  country: { kind: 'word', of: 'order' },
  postcode: { kind: 'word', of: 'order' },
  units: { kind: 'number', of: 'order', most: 10_000 },
  valueMinor: { kind: 'number', of: 'order', most: 1_000_000_000_000 },
  sizeClass: { kind: 'word', of: 'order', words: sizeClasses },
  nodeId: { kind: 'word', of: 'place' },
  nodeKind: { kind: 'word', of: 'place', words: nodeKinds },
  queueDepth: { kind: 'number', of: 'place', most: 1_000_000 },
  distanceMetres: { kind: 'number', of: 'place', most: 20_100_000 },
  hour: { kind: 'number', of: 'place', most: 23 }
};

export const fieldNames = Object.keys(ruleFields) as RuleField[];

/** Which tests fit a field of that kind. */
export const testsOf: Record<'word' | 'number', readonly RuleTest[]> = {
  word: ['is', 'isNot', 'isOneOf', 'startsWith'],
  number: ['is', 'isNot', 'lessThan', 'atMost', 'moreThan', 'atLeast']
};

/** What a rule did to a place; points are null where it kept it out. */
export type RuleEffect = { name: string; points: number | null };
export type Ruled = { isOut: boolean; points: number; by: RuleEffect[] };

const UNRULED: Ruled = { isOut: false, points: 0, by: [] };

/** Undefined where no rule speaks of such an order: then nothing of its places need be asked. What is not known of it is never met. */
export function ruledBy({ rules }: RuleSet, basket: Partial<BasketFacts>): ((place: PlaceFacts) => Ruled) | undefined {
  const speaking = rules.flatMap((rule) => {
    const [ofOrder, ofPlace] = [conditionsOf(rule, 'order'), conditionsOf(rule, 'place')];
    return ofOrder.every((one) => holds(one, basket)) ? [{ ...rule, when: ofPlace }] : [];
  });
  if (speaking.length === 0) return undefined;
  return (place) => {
    const matching = speaking.filter(({ when }) => when.every((one) => holds(one, place)));
    if (matching.length === 0) return UNRULED;
    const by = matching.map(({ name, action }): RuleEffect => ({ name, points: action.kind === 'points' ? action.points : null }));
    return { isOut: by.some(({ points }) => points === null), points: by.reduce((sum, { points }) => sum + (points ?? 0), 0), by };
  };
}

// A field that this program does not know, as a newer one may have written, is never met.
const conditionsOf = ({ when }: SourcingRule, of: 'order' | 'place'): Condition[] =>
  when.filter(({ field }) => (ruleFields[field]?.of ?? 'order') === of);

export function holds({ field, test, value }: Condition, facts: Partial<BasketFacts & PlaceFacts>): boolean {
  const fact = facts[field];
  if (fact === undefined) return false;
  if (Array.isArray(value)) return test === 'isOneOf' && value.includes(fact);
  if (test === 'is') return fact === value;
  if (test === 'isNot') return fact !== value;
  if (test === 'startsWith') return String(fact).startsWith(String(value));
  return typeof fact === 'number' && typeof value === 'number' && compares(test, fact, value);
}

function compares(test: RuleTest, fact: number, value: number): boolean {
  if (test === 'lessThan') return fact < value;
  if (test === 'atMost') return fact <= value;
  if (test === 'moreThan') return fact > value;
  return test === 'atLeast' && fact >= value;
}
