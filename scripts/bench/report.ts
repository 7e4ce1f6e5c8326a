import type { SectionName } from './options.ts';

export type Goal = { atMost: number } | { atLeast: number };

/** One number with all that is needed to believe it. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  goal?: Goal;
  /** How many measurements stand behind it. */
  samples?: number;
  note?: string;
};

export type Section = { name: SectionName; title: string; figures: Figure[]; remarks: string[] };

export type Machine = {
  cores: number;
  model: string;
  memoryGB: number;
  /** The median of 200 timed fdatasync in the folder of the database, in milliseconds. */
  fsyncMs: number;
  /** Cores that other programs used in the second before we began; null where the system does not tell. */
  othersBefore: number | null;
};

export type Head = {
  at: string;
  commit: string;
  /** Whether the working tree was exactly that commit. */
  clean: boolean;
  options: { quick: boolean; only: SectionName[]; rounds: number; seconds: number };
  machine: Machine;
  versions: Record<string, string>;
  settings: Record<string, string>;
};

export type Tail = {
  /** Cores that other programs used on average while we measured; null where the system does not tell. */
  othersDuring: number | null;
  failures: { count: number; first: string[] };
  /** What db/invariants.sql found in any of the databases. */
  broken: string[];
};

export type BenchReport = Head & { sections: Section[] } & Tail;

/** Lighthouse on some pages of the shop; each figure is the median of `rounds` runs. */
export type AuditReport = {
  at: string;
  commit: string;
  clean: boolean;
  rounds: number;
  /** Cores that other programs used in the second before; with much of it, times and the points made of them are too bad. */
  othersBefore: number | null;
  pages: { name: string; figures: Figure[] }[];
};

/** Undefined when nothing was asked of it. A figure that is no number meets nothing. */
export function isMet({ value, goal }: Figure): boolean | undefined {
  if (!goal) return undefined;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}

/** A fast wrong run is a failure. A missed goal is news, and no failure of the run. */
export const isSound = ({ failures, broken }: Tail): boolean => failures.count === 0 && broken.length === 0;
