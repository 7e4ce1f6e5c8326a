import type { Actor } from '#lib/kernel/actor.ts';
import type { Tx } from '#db/client.ts';
import type { StateWords } from './claims.ts';
import type { Conflict, StateTally } from './state-report.ts';

/** Told now and then how many lines were read, and then how many orders were written. */
export type Progress = (count: number, of: 'lines' | 'orders') => void;

/** What the steps of one import share. */
export type Taking = {
  tx: Tx;
  actor: Actor;
  importId: string;
  at: Date;
  tally: StateTally;
  onConflict: Conflict;
  words: StateWords;
  newCode: (length: number) => string;
  /** What stands for a code of a gift card. */
  sealed: (typed: string) => { codeSeal: string; lastFour: string };
};
