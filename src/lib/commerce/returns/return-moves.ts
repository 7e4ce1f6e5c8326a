import { advance } from '#lib/kernel/advance.ts';
import { addDays, instantOf, localDate } from '#lib/kernel/zoned.ts';
import { MARKET } from '../stores/market.ts';
import { returnMachine, type ReturnMove, type ReturnState } from './return.machine.ts';

type Standing = { state: ReturnState; isAppealed: boolean };
type Waiting = { state: ReturnState; exchangeState: string | null };
type Counted = { receivedAt: Date | null; disposition: string | null };

/** One or more steps of a return, in order. Refuses `not-allowed` at the first the chart does not know. */
export function returnMovedBy({ state, isAppealed }: Standing, units: readonly Counted[], ...moves: ReturnMove[]): ReturnState {
  const context = {
    announced: units.length,
    received: units.filter(({ receivedAt }) => receivedAt !== null).length,
    graded: units.filter(({ disposition }) => disposition !== null).length,
    isAppealed
  };
  return moves.reduce((from, move) => advance(returnMachine, { state: from, context }, move), state);
}

/** States in which its goods are with us or on their way: from then on the clock runs. */
const UNDER_WAY: ReadonlySet<ReturnState> = new Set(['in_transit', 'dropped_off', 'received', 'inspecting', 'dispositioned', 'settled']);
/** Whether what is not owed yet waits for us, and not for its shopper to decide, to pay or to send something. */
export const waitsForUs = ({ state, exchangeState }: Waiting): boolean =>
  UNDER_WAY.has(state) || (state === 'requested' && exchangeState !== 'awaiting_payment');

const CANCELLABLE: ReadonlySet<ReturnState> = new Set(['requested', 'approved', 'label_issued', 'store_dropoff']);
/** As long as nothing was handed over and no money was promised for good. */
export const mayCancelReturn = ({ state, owedAt }: { state: ReturnState; owedAt: Date | null }): boolean =>
  CANCELLABLE.has(state) && owedAt === null;

/** By the end of the day so many days from now, where the shop is. */
export const dueFrom = (at: Date, days: number): Date => instantOf(addDays(localDate(at, MARKET.timeZone), days), 24 * 60, MARKET.timeZone);

/** The day of its money, set anew: a later one may be missed anew. */
export const dueAnew = (
  { refundDueAt, isOverdueTold }: { refundDueAt: Date; isOverdueTold: boolean },
  due: Date
): { refundDueAt: Date; isOverdueTold: boolean } => ({ refundDueAt: due, isOverdueTold: isOverdueTold && due <= refundDueAt });
