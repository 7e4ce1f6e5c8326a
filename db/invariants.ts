import { readFileSync } from 'node:fs';

const PARTS = ['./invariants.sql', './invariants-of-money.sql', './invariants-of-talks.sql', './invariants-of-points.sql'];

/** One statement that names what does not add up in the books: no row when all is right. */
export const invariants = (): string =>
  PARTS.map((part) => readFileSync(new URL(part, import.meta.url), 'utf8').trimEnd()).join('\nunion all\n');
