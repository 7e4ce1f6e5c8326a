import { MANY_WRONG_TRIES } from './hand-over-code.ts';
import type { HandOverState as Stored } from './hand-over.machine.ts';

/** As much of a hand-over as its owner is told about. */
export type KnownHandOver = {
  id: string;
  state: Stored;
  offeredBy: 'owner' | 'staff';
  expiresAt: Date;
  wrongTries: number;
  claimedAt: Date | null;
  claimedBy: string | null;
  grantId: string | null;
  askedMinor: number | null;
};

export type HandOverState = {
  /** The code that is out now. */
  out: { id: string; expiresAt: Date } | null;
  /** Who has the cart in hand and can be sent away. */
  opened: { id: string; by: string; at: Date }[];
  /** Another screen of the owner's that opened it last; it stays one. */
  taken: { by: string; at: Date } | null;
  /** What the counter asks to be paid on the owner's screen. */
  askedMinor: number | null;
  /** How many wrong codes were typed while the newest one was out; 0 while they are few. */
  guesses: number;
};

/** What the owner sees of all that; the newest comes first. */
export function handOverState(all: KnownHandOver[], at: Date): HandOverState {
  const out = all.find((one) => one.state === 'offered' && one.offeredBy === 'owner' && one.expiresAt > at);
  const claimed = all.filter(({ state }) => state === 'claimed');
  const taken = all.find((one) => one.state === 'ended' && one.grantId === null && one.offeredBy === 'owner');
  const asking = claimed.find(({ askedMinor }) => askedMinor !== null);
  const wrong = all[0]?.wrongTries ?? 0;
  return {
    out: out ? { id: out.id, expiresAt: out.expiresAt } : null,
    opened: claimed.map(({ id, claimedBy, claimedAt }) => ({ id, by: claimedBy ?? '', at: claimedAt ?? at })),
    taken: taken ? { by: taken.claimedBy ?? '', at: taken.claimedAt ?? at } : null,
    askedMinor: asking?.askedMinor ?? null,
    guesses: wrong >= MANY_WRONG_TRIES ? wrong : 0
  };
}
