import { balanceOf } from './balance.ts';
import type { TrackedReturn } from '../tracked-return.ts';

type Tracked = Pick<TrackedReturn, 'exchangeState' | 'goodsMinor' | 'bringingMinor' | 'feeMinor' | 'lines'>;

/** What the new things of a return cost; nothing where none comes (any more). In minor units. */
export const newMinorOf = ({ exchangeState, lines }: Pick<Tracked, 'exchangeState' | 'lines'>): number =>
  exchangeState === null || exchangeState === 'given_back'
    ? 0
    : lines.reduce((sum, { instead }) => sum + (instead ? instead.quantity * instead.unitPriceMinor : 0), 0);

/** What of a return is money in the end, and what is paid on top. */
export const balanceOfReturn = (found: Tracked): { moreMinor: number; backMinor: number } => balanceOf(found, newMinorOf(found));

/** Whether its shopper waits for money, and not for another thing alone. */
export const givesMoney = (found: Tracked & Pick<TrackedReturn, 'to'>): boolean =>
  found.to !== 'exchange' || balanceOfReturn(found).backMinor > 0;
