import type { HowBack } from '../payments/money-back.ts';
import type { PaidBy } from '../payments/payment-methods.ts';
import type { RefundTrigger, ReturnMethod, ReturnReason } from '../policies/policy.ts';
import type { ExchangeState } from './exchange/exchange.machine.ts';
import type { PickupState } from './pickup.machine.ts';
import type { Disposition, ReturnState } from './return.machine.ts';

/** What comes instead of a line: as many as are bound for it by now, or as were asked for. */
export type InsteadOf = { title: string; options: string[]; imageSrc: string | null; quantity: number; unitPriceMinor: number };

/** A return as its shopper and the counter follow it. Times are ISO instants as the database prints them; money in minor units. */
export type TrackedReturn = {
  id: string;
  number: string;
  state: ReturnState;
  method: ReturnMethod;
  to: 'original' | 'store-credit' | 'exchange';
  trigger: RefundTrigger;
  isKept: boolean;
  isAppealed: boolean;
  currency: string;
  goodsMinor: number;
  bringingMinor: number;
  feeMinor: number;
  bonusPercent: number;
  reasonDeclined: string;
  askedAt: string;
  handedOverAt: string | null;
  sendBy: string;
  refundDueAt: string;
  owedAt: string | null;
  isOverdueTold: boolean;
  /** How far what comes instead is, and what it costs on top; null where nothing was exchanged. */
  exchangeState: Exclude<ExchangeState, 'asked'> | null;
  exchangeMoreMinor: number;
  /** Where it is to come in, as it is called; null for any counter. */
  dropName: string | null;
  dropAddress: string | null;
  cameToName: string | null;
  trackingNumber: string | null;
  carrier: string | null;
  isBooked: boolean;
  /** Who comes for it; null where it comes in another way. The window is the carrier's own once it is booked. */
  pickup: { state: PickupState; from: string | null; until: string | null; confirmation: string } | null;
  lines: {
    id: string;
    title: string;
    options: string[];
    imageSrc: string | null;
    quantity: number;
    unitPriceMinor: number;
    reason: ReturnReason;
    photoIds: string[];
    instead: InsteadOf | null;
  }[];
  units: { id: string; lineId: string; receivedAt: string | null; disposition: Disposition | null }[];
  refunds: {
    id: string;
    amountMinor: number;
    how: HowBack;
    method: PaidBy;
    lastFour: string | null;
    state: 'due' | 'paid';
    paidAt: string | null;
    /** Its bank did not take it back, and it is not sent another way yet. */
    isRefused: boolean;
  }[];
  /** On top, for what comes instead. */
  paid: { id: string; amountMinor: number; method: PaidBy; lastFour: string | null; at: string }[];
  events: { type: string; at: string; message: string; city: string; isFirst: boolean; status: string; isHandedOut: boolean }[];
};
