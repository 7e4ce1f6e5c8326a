import { keptPicks, sendPick } from '#lib/live/kept-picks.ts';
import { pickQueue, type KeptPick } from './pick-queue.ts';

const keep = keptPicks();
const queue = pickQueue(keep, sendPick);

let kept = $state.raw<KeptPick[]>([]);

/** The scans of this browser that the shop does not have yet, of all parcels. */
export const waitingPicks = {
  of: (parcelId: string): KeptPick[] => kept.filter((one) => one.parcelId === parcelId),

  /** Kept before it is sent. Fails where a browser keeps nothing. */
  async keep(parcelId: string, { id, code }: { id: string; code: string }): Promise<void> {
    await keep.add({ id, parcelId, code, aside: null });
    kept = await keep.all();
  },

  async forget(id: string): Promise<void> {
    await keep.drop(id);
    kept = await keep.all();
  },

  /** What an earlier page kept. */
  async look(): Promise<void> {
    kept = await keep.all();
  },

  /** Sends what waits; true when something arrived, or was found not to be wanted. */
  async settle(): Promise<boolean> {
    const before = kept.filter(({ aside }) => aside === null).length;
    if (before === 0) return false;
    await queue.settle();
    await waitingPicks.look();
    return kept.filter(({ aside }) => aside === null).length < before;
  }
};
