import type { OfOrder } from '../orders/order.events.ts';
import type { PolicyMark, RefundTrigger, ReturnMethod, ReturnReason } from '../policies/policy.ts';
import type { ReturnIssueKind } from './return-issue.ts';
import type { Disposition } from './return.machine.ts';

type OfReturn<Type extends string, Body = unknown> = OfOrder<Type, { returnId: string } & Body>;

/** A shopper wants to send something back. `policy`: the rule that decided. Money in minor units of the order's currency. */
export type ReturnRequested = OfReturn<
  'return.requested',
  {
    number: string;
    units: { variantId: string; quantity: number; reason: ReturnReason }[];
    method: ReturnMethod;
    to: 'original' | 'store-credit' | 'exchange';
    trigger: RefundTrigger;
    goodsMinor: number;
    refundDueAt: string;
    policy: PolicyMark;
  }
>;
/** `isKept`: nothing has to come back. `nodeId`: the counter that was named; null for any, and for what goes by carrier. */
export type ReturnApproved = OfReturn<
  'return.approved',
  { by: 'rule' | 'person'; method: ReturnMethod; isKept: boolean; nodeId: string | null }
>;
/** The first of two has said yes. */
export type ReturnApprovedOnce = OfReturn<'return.approved_once'>;
export type ReturnDeclined = OfReturn<'return.declined', { reason: string }>;
export type ReturnAppealed = OfReturn<'return.appealed'>;
export type ReturnCancelled = OfReturn<'return.cancelled'>;
export type ReturnExpired = OfReturn<'return.expired'>;
/** `isFetched`: the carrier is asked to come for it. */
export type ReturnLabelIssued = OfReturn<'return.label_issued', { trackingNumber: string; isFetched?: true }>;
/** It ended otherwise: the label that was bought, or is being bought, is given back. */
export type ReturnLabelEnded = OfReturn<'return.label_ended'>;
/** `kept`: its carrier did not take it back, such as one that was used. */
export type ReturnLabelVoided = OfReturn<'return.label_voided', { outcome: 'voided' | 'kept' }>;
/** A carrier is to come for it. */
export type ReturnPickupAsked = OfReturn<'return.pickup_asked'>;
export type ReturnPickupBooked = OfReturn<'return.pickup_booked', { from: string; until: string; confirmation: string }>;
/** No carrier comes. */
export type ReturnPickupFailed = OfReturn<'return.pickup_failed'>;
/** The window is over, and nobody has been there as far as we know. */
export type ReturnPickupMissed = OfReturn<'return.pickup_missed', { from: string; until: string }>;
/** Nobody has to come any more. */
export type ReturnPickupEnded = OfReturn<'return.pickup_ended'>;
/** `kept`: its carrier comes all the same, or was there before. */
export type ReturnPickupCancelled = OfReturn<'return.pickup_cancelled', { outcome: 'cancelled' | 'kept' }>;
/** It comes to a counter instead. */
export type ReturnDropChosen = OfReturn<'return.drop_chosen', { nodeId: string | null }>;
/** Given in at a counter of ours. */
export type ReturnDroppedOff = OfReturn<'return.dropped_off', { nodeId: string }>;
/** One scan of the carrier that has it. `isFirst`: now it is on its way, to `nodeId`. */
export type ReturnScanned = OfReturn<
  'return.scanned',
  { status: string; detail: string; message: string; city: string; occurredAt: string; isFirst: boolean; nodeId: string | null }
>;
export type ReturnReceived = OfReturn<'return.received', { nodeId: string; units: number; isAll: boolean }>;
export type ReturnGraded = OfReturn<'return.graded', { nodeId: string; units: { variantId: string; disposition: Disposition }[] }>;
/** What it gives has been owed by now and all its units have found their place. */
export type ReturnSettled = OfReturn<'return.settled', { amountMinor: number; currency: string }>;
export type ReturnClosed = OfReturn<'return.closed'>;
/** Its clock has run out, and its money is not there. */
export type ReturnOverdue = OfReturn<'return.overdue', { refundDueAt: string }>;
/** A person must look at it. */
export type ReturnIssueOpened = OfReturn<'return.issue_opened', { issueId: string; kind: ReturnIssueKind }>;

export type ReturnEvent =
  | ReturnRequested
  | ReturnApproved
  | ReturnApprovedOnce
  | ReturnDeclined
  | ReturnAppealed
  | ReturnCancelled
  | ReturnExpired
  | ReturnLabelIssued
  | ReturnLabelEnded
  | ReturnLabelVoided
  | ReturnPickupAsked
  | ReturnPickupBooked
  | ReturnPickupFailed
  | ReturnPickupMissed
  | ReturnPickupEnded
  | ReturnPickupCancelled
  | ReturnDropChosen
  | ReturnDroppedOff
  | ReturnScanned
  | ReturnReceived
  | ReturnGraded
  | ReturnSettled
  | ReturnClosed
  | ReturnOverdue
  | ReturnIssueOpened;
