import type { Actor } from '#lib/kernel/actor.ts';
import type { Tx } from '#db/client.ts';
import type { StateWords } from './claims.ts';
import type { Conflict, StateTally } from './state-report.ts';

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
