import { parseArgs } from 'node:util';
import { PlainTrouble } from '#db/plain-trouble.ts';

export const SECTIONS = ['purchase', 'orders', 'pages', 'live', 'carts', 'hot', 'sourcing', 'outage', 'peak', 'eta', 'policy', 'returns', 'support-timing', 'sign-in-timing', 'growth'] as const;
export type SectionName = (typeof SECTIONS)[number];

export type BenchOptions = {
  json: boolean;
  /** Keeps the result as a file and writes the table of the documentation anew. */
  save: boolean;
  /** Small worlds and short rounds: shows that everything works, its figures mean little. */
  quick: boolean;
  only: SectionName[];
  rounds: number;
  /** How long one measurement of one side lasts. */
  seconds: number;
};

const FULL = { rounds: 3, seconds: 5 };
const QUICK = { rounds: 1, seconds: 1 };

/** @throws PlainTrouble when an option is unknown or makes no sense */
export function benchOptions(args: string[]): BenchOptions {
  const given = read(args);
  const usual = given.quick ? QUICK : FULL;
  return {
    json: given.json,
    save: given.save,
    quick: given.quick,
    only: sectionsIn(given.only),
    rounds: numberIn('rounds', given.rounds, usual.rounds),
    seconds: numberIn('seconds', given.seconds, usual.seconds)
  };
}

function read(args: string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args, options: { json: flag, save: flag, quick: flag, only: text, rounds: text, seconds: text } }).values;
  } catch (fault) {
    throw new PlainTrouble(fault instanceof Error ? fault.message : String(fault));
  }
}

function sectionsIn(given: string | undefined): SectionName[] {
  if (given === undefined) return [...SECTIONS];
  const wanted = given.split(',').map((name) => name.trim());
  const unknown = wanted.find((name) => !SECTIONS.some((section) => section === name));
  if (unknown !== undefined) throw new PlainTrouble(`There is no benchmark called ${unknown}: --only takes ${SECTIONS.join(', ')}.`);
  return SECTIONS.filter((section) => wanted.includes(section));
}

function numberIn(name: string, given: string | undefined, usual: number): number {
  if (given === undefined) return usual;
  const value = Number(given);
  if (!(value > 0 && value <= 600)) throw new PlainTrouble(`--${name} takes a number from 1 to 600.`);
  return name === 'rounds' ? Math.ceil(value) : value;
}
