import { effectOnPoints } from '../loyalty/points.ts';
import { spread } from '../payments/spread.ts';
import { isOverParcel, type TakenUnits } from '../policies/changeable-order.ts';
import { NO_EFFECT, type ChangeEffect, type ShelfUnits } from './change-effect.ts';
import type { FactLine, FactParcel, OrderFacts } from './order-facts.ts';

type TakenLine = { parcel: FactParcel; line: FactLine; quantity: number };

/** What calling these units off does. What bringing the order cost goes back when nothing of it is brought any more. */
export function cancelEffect(order: OrderFacts, units: readonly TakenUnits[]): ChangeEffect {
  const taken = takenLines(order, units);
  const left = order.parcels.filter((parcel) => parcel.state !== 'cancelled' && !isEmptied(parcel, units));
  const isBrought = left.some(({ method }) => method === 'ship');
  const goodsMinor = taken.reduce((sum, { line, quantity }) => sum + quantity * line.unitPriceMinor, 0);
  const deliveryMinor = isBrought ? 0 : order.bringingLeftMinor;
  const isPaidLater = order.life === 'placed';
  const parts = isPaidLater ? [] : spread(order.payments, goodsMinor + deliveryMinor, 'original');
  return {
    ...NO_EFFECT,
    kind: 'cancel',
    of: taken.map(({ line, quantity }) => ({ title: line.title, options: line.options, units: quantity })),
    goodsMinor,
    deliveryMinor,
    back: parts.map(({ how, amountMinor }) => ({ how, amountMinor })),
    freed: freedUnits(taken),
    dates: order.parcels
      .filter((parcel) => isEmptied(parcel, units))
      .map(({ id: parcelId, deliverUntil: was }) => ({ parcelId, was, is: null })),
    isEnd: left.length === 0,
    // What is not paid has no order to go back to, what no place had has none, and what is over for all its parcels stays over.
    isUndoable:
      !isPaidLater &&
      taken.every(({ parcel }) => parcel.nodeId !== null) &&
      (left.length === 0 || left.some((parcel) => !isOverParcel(parcel))),
    ...effectOnPoints(order.kept, -goodsMinor)
  };
}

export function takenLines({ parcels }: OrderFacts, units: readonly TakenUnits[]): TakenLine[] {
  return units.map(({ parcelId, fulfilmentLineId, quantity }) => {
    const parcel = parcels.find(({ id }) => id === parcelId);
    const line = parcel?.lines.find((one) => one.fulfilmentLineId === fulfilmentLineId);
    if (!parcel || !line) throw new Error(`${fulfilmentLineId} is not in ${parcelId}`);
    return { parcel, line, quantity };
  });
}

/** Whether all that lies in a parcel is among these units. */
export const isEmptied = ({ id, lines }: FactParcel, units: readonly TakenUnits[]): boolean =>
  lines.every((line) =>
    units.some((one) => one.parcelId === id && one.fulfilmentLineId === line.fulfilmentLineId && one.quantity === line.quantity)
  );

export function freedUnits(taken: readonly TakenLine[]): ShelfUnits[] {
  return taken.flatMap(({ parcel: { nodeId, nodeName }, line, quantity }) =>
    nodeId !== null && line.counted
      ? [{ variantId: line.variantId, title: line.title, units: quantity, nodeId, nodeName: nodeName ?? nodeId }]
      : []
  );
}
