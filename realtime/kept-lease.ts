import { dropLease, holdLease } from '#db/queries/leases.ts';
import type { Shop } from '#lib/server/shop.ts';

export type KeptLease = {
  /** The newest token, while the lease is ours. */
  token: () => Promise<number | undefined>;
  /** What we believed is wrong: ask the database the next time. */
  doubt: () => void;
  drop: () => Promise<void>;
};

/**
 * Work that only one process does at a time. The database is asked again when half of the time is over; in between this
 * only remembers. A process that slept through its lease may remember wrongly: the token, checked where the work is
 * written, is what decides.
 */
export function keptLease(shop: Pick<Shop, 'db' | 'newId'>, name: string, seconds: number): KeptLease {
  const holder = shop.newId();
  let kept: { token: number; until: number } | undefined;
  return {
    async token() {
      const asked = performance.now();
      if (kept && asked < kept.until) return kept.token;
      const token = await holdLease(shop.db, name, holder, seconds);
      kept = token === undefined ? undefined : { token, until: asked + seconds * 500 };
      return token;
    },
    doubt: () => void (kept = undefined),
    async drop() {
      kept = undefined;
      await dropLease(shop.db, name, holder);
    }
  };
}
