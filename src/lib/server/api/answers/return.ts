import { refundClock, refundDue } from '#lib/commerce/returns/return-steps.ts';
import type { ReturnableThing } from '#lib/commerce/returns/read-returnable.server.ts';
import type { InsteadOf, TrackedReturn } from '#lib/commerce/returns/tracked-return.ts';

const iso = (time: string): string => new Date(time).toISOString();
const isoOrNull = (time: string | null): string | null => time && iso(time);

type At = { orderKey: string; origin: string; now: Date };

/** A return as whoever has the order's key may see it, with the clock of its money. */
export function returnAnswer(of: TrackedReturn, { orderKey, origin, now }: At) {
  const { id, number, state, method, isKept, currency, goodsMinor, bringingMinor, feeMinor } = of;
  const { dropName, dropAddress, carrier, trackingNumber } = of;
  const label = `${origin}/orders/${orderKey}/returns/${id}/label.pdf`;
  return {
    id,
    number,
    state,
    method,
    isKept,
    currency,
    goodsMinor,
    bringingMinor,
    feeMinor,
    dropName,
    dropAddress,
    carrier,
    trackingNumber,
    askedAt: iso(of.askedAt),
    handedOverAt: isoOrNull(of.handedOverAt),
    sendBy: iso(of.sendBy),
    labelUrl: trackingNumber === null ? null : label,
    pickup: of.pickup && pickupOf(of.pickup),
    clock: clockOf(of, now),
    exchange: of.exchangeState && { state: of.exchangeState, moreMinor: of.exchangeMoreMinor },
    lines: of.lines.map(({ id: lineId, reason, instead, ...line }) => {
      return { id: lineId, reason, instead: instead && thingOf(instead), ...thingOf(line) };
    }),
    units: of.units.map(({ id: unitId, lineId, receivedAt, disposition }) => {
      return { id: unitId, lineId, receivedAt: isoOrNull(receivedAt), disposition };
    }),
    refunds: of.refunds.map((refund) => {
      const { amountMinor, how, state: stands, paidAt } = refund;
      return { id: refund.id, amountMinor, how, state: stands, paidAt: isoOrNull(paidAt) };
    })
  };
}

/** The window that was asked for is none before the carrier said yes. */
function pickupOf({ state, from, until, confirmation }: NonNullable<TrackedReturn['pickup']>) {
  const isSaid = confirmation !== '';
  return {
    state,
    from: isSaid ? isoOrNull(from) : null,
    until: isSaid ? isoOrNull(until) : null,
    confirmation: isSaid ? confirmation : null
  };
}

type Thing = Pick<InsteadOf, 'title' | 'options' | 'quantity' | 'unitPriceMinor'>;
const thingOf = ({ title, options, quantity, unitPriceMinor }: Thing): Thing => ({ title, options, quantity, unitPriceMinor });

function clockOf(of: TrackedReturn, now: Date) {
  if (!refundClock(of, now)) return null;
  const isRunning = of.handedOverAt !== null || of.isKept;
  return { dueAt: refundDue(of, now).toISOString(), isRunning, isOver: isRunning && now.getTime() > Date.parse(of.refundDueAt) };
}

export function thingAnswer(thing: ReturnableThing) {
  const { fulfilmentLineId, title, options, unitPriceMinor, left, until, no, reasons, photoFor } = thing;
  const whyNot = no && { words: no.words, open: [...no.open] };
  return { fulfilmentLineId, title, options, unitPriceMinor, left, until, whyNot, reasons: [...reasons], photoFor: [...photoFor] };
}
