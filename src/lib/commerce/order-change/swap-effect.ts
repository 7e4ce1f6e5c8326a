import { refuse } from '#lib/kernel/refusal.ts';
import { owesCash } from '../payments/payment.ts';
import { effectOnPoints } from '../loyalty/points.ts';
import { spread } from '../payments/spread.ts';
import type { TakenUnits } from '../policies/changeable-order.ts';
import { freedUnits, takenLines } from './cancel-effect.ts';
import { NO_EFFECT, type ChangeEffect } from './change-effect.ts';
import type { OrderFacts } from './order-facts.ts';

/** Another make of an ordered thing. `ownPriceMinor`: what the ordered one costs today, null when it is not sold any more; `free` by place. */
export type SwapChoice = {
  orderLineId: string;
  variantId: string;
  productId: string;
  title: string;
  options: string[];
  sku: string | null;
  imageSrc: string | null;
  priceMinor: number;
  ownPriceMinor: number | null;
  counted: boolean;
  free: Record<string, number>;
};

/**
 * What each unit of it costs this shopper: as much as they paid when both cost the same today, else what it costs today. So nobody pays because
 * a price went up after they bought.
 */
export const swapPrice = ({ priceMinor, ownPriceMinor }: Pick<SwapChoice, 'priceMinor' | 'ownPriceMinor'>, paidMinor: number): number =>
  priceMinor === ownPriceMinor ? paidMinor : priceMinor;

/** It comes in the parcel that the other one was in, on the same day. Refuses `out-of-stock` when there is too little of it where that is. */
export function swapEffect(order: OrderFacts, units: readonly TakenUnits[], choice: SwapChoice): ChangeEffect {
  const lines = takenLines(order, units);
  const quantity = lines.reduce((sum, line) => sum + line.quantity, 0);
  const paidMinor = lines.reduce((sum, one) => sum + one.quantity * one.line.unitPriceMinor, 0);
  const newMinor = lines.reduce((sum, one) => sum + one.quantity * swapPrice(choice, one.line.unitPriceMinor), 0);
  refuseGone(lines, choice);
  const isCash = order.payments.some((payment) => payment.changeId === null && owesCash(payment));
  const more =
    newMinor > paidMinor ? { amountMinor: newMinor - paidMinor, how: isCash ? ('when-handed-over' as const) : ('now' as const) } : null;
  const back = spread(order.payments, Math.max(0, paidMinor - newMinor), 'original');
  return {
    ...NO_EFFECT,
    kind: 'swap',
    of: lines.map(({ line, quantity: some }) => ({ title: line.title, options: line.options, units: some })),
    instead: [{ title: choice.title, options: choice.options, units: quantity }],
    goodsMinor: newMinor - paidMinor,
    back: back.map(({ how, amountMinor }) => ({ how, amountMinor })),
    more,
    freed: freedUnits(lines),
    taken: freedUnits(
      lines.map((one) => ({ ...one, line: { ...one.line, variantId: choice.variantId, title: choice.title, counted: choice.counted } }))
    ),
    dates: lines.map(({ parcel: { id: parcelId, deliverUntil } }) => ({ parcelId, was: deliverUntil, is: deliverUntil })),
    isUndoable: more?.how !== 'now',
    ...effectOnPoints(order.kept, newMinor - paidMinor)
  };
}

function refuseGone(lines: ReturnType<typeof takenLines>, { counted, free, title, options }: SwapChoice): void {
  const wanted = new Map<string, number>();
  for (const { parcel, quantity } of lines) wanted.set(parcel.nodeId ?? '', (wanted.get(parcel.nodeId ?? '') ?? 0) + quantity);
  const isGone = [...wanted].some(([nodeId, units]) => (free[nodeId] ?? 0) < units);
  if (counted && isGone) refuse('out-of-stock', [title, ...options].join(', '));
}
