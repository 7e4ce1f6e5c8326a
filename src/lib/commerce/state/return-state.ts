import type { ReturnState } from '../returns/return.machine.ts';
import { knownReturnWords, returnClaim } from './claims.ts';
import type { Find, Stated } from './order-facts.ts';

export type Said = Stated<'return'>['record'];

/** How far it is by what the file has of it; within one rank a claim tells which it is. */
export const RANK: Record<ReturnState, number> = {
  requested: 0,
  declined: 0,
  approved: 1,
  label_issued: 1,
  store_dropoff: 1,
  in_transit: 1,
  dropped_off: 1,
  cancelled: 1,
  expired: 1,
  received: 2,
  inspecting: 3,
  dispositioned: 4,
  settled: 5,
  closed: 6
};

/** Claims of the rank of what is under way that nothing has come of yet, or ever did. */
const NOTHING_CAME: ReadonlySet<ReturnState> = new Set(['approved', 'label_issued', 'store_dropoff', 'cancelled', 'expired']);

export function stateOfReturn(record: Said, stillOwes: boolean, found: (finding: Parameters<Find>[1]) => void): ReturnState {
  const shown = shownBy(record);
  const differs = (counts: ReturnState) => {
    const message = `What the file has of it says ${counts}; that counts.`;
    found({ code: 'state_differs', pointer: '/state', value: record.state, message, isWarning: true });
    return counts;
  };
  if (record.state === null || record.state === undefined) return shown === 'closed' && stillOwes ? 'settled' : shown;
  const claim = returnClaim(record.state);
  if (claim === undefined) {
    const message = `This word for a return is not known; known are: ${knownReturnWords().join(', ')}.`;
    found({ code: 'unknown_state', pointer: '/state', value: record.state, message });
    return shown;
  }
  if (claim === 'closed' && stillOwes) return differs('settled');
  return isPossible(claim, shown, record) ? claim : differs(shown);
}

function isPossible(claim: ReturnState, shown: ReturnState, record: Said): boolean {
  if (NOTHING_CAME.has(claim) && someCame(record)) return false;
  return RANK[claim] >= RANK[shown] && (RANK[claim] < RANK.dispositioned || shown !== 'inspecting');
}

function shownBy(record: Said): ReturnState {
  const units = record.lines.flatMap((line) => Array.from({ length: line.quantity }, (_, index) => line.units[index]));
  const graded = units.filter((unit) => unit?.disposition).length;
  if (graded === units.length) return record.ended_at ? 'closed' : record.settled_at ? 'settled' : 'dispositioned';
  if (graded > 0) return 'inspecting';
  if (units.every((unit) => unit?.received_at)) return 'received';
  if (record.handed_over_at || someCame(record)) return record.method === 'store' ? 'dropped_off' : 'in_transit';
  return record.approved_at ? 'approved' : 'requested';
}

const someCame = ({ lines }: Said): boolean => lines.some(({ units }) => units.some(({ received_at }) => received_at));
