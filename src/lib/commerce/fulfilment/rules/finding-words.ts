import type { Finding } from './contradictions.ts';

const MOST_NAMED = 3;

const SENTENCES: Record<Finding['kind'], (rules: string, orders: string) => string> = {
  never: (rules) => `${rules} can never speak: its conditions exclude each other.`,
  contradicts: (rules) => `${rules} contradict each other: they have the same conditions and say the opposite.`,
  repeats: (rules) => `${rules} say the same of the same places. Take one out.`,
  'leaves-none': (rules, orders) => `With ${rules} nobody could have sent ${orders}.`,
  nothing: (rules) => `${rules} speaks of none of the places that could have sent past orders.`,
  everything: (rules) => `${rules} speaks of every place of every past order.`,
  overruled: (rules) => `${rules} changes nothing: wherever it speaks, another rule keeps the place out.`
};

export function findingText({ kind, rules, orders }: Finding): string {
  const more = orders.length > MOST_NAMED ? ` and ${orders.length - MOST_NAMED} more` : '';
  return SENTENCES[kind](rules.map((name) => `“${name}”`).join(' and '), `${orders.slice(0, MOST_NAMED).join(', ')}${more}`);
}
