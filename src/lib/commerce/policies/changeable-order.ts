import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import type { OrderLifeState } from '../orders/order-life.machine.ts';

/** Units of one ordered thing in one parcel. */
export type ParcelUnits = { fulfilmentLineId: string; orderLineId: string; quantity: number; title: string };
export type ChangeableParcel = {
  id: string;
  state: FulfilmentOrderState;
  method: 'ship' | 'pickup' | 'carry_out';
  lines: readonly ParcelUnits[];
};

/** What an order is, as far as a policy of changes asks. `itemChanges`: how often its things were changed for others. */
export type ChangeableOrder = { life: OrderLifeState; itemChanges: number; parcels: readonly ChangeableParcel[] };

/** Units of one ordered thing, wherever they lie. */
export type AskedUnits = { orderLineId: string; quantity: number };
/** Units that go out of their parcel. */
export type TakenUnits = { parcelId: string; fulfilmentLineId: string; orderLineId: string; quantity: number };

const OVER: ReadonlySet<FulfilmentOrderState> = new Set(['collected', 'closed', 'cancelled', 'uncollected']);
/** In its box and closed: it ends whole or not at all. */
const CLOSED_BOX: ReadonlySet<FulfilmentOrderState> = new Set(['packed', 'ready_for_pickup']);

/** Nobody changes what has ended, nor what is looked into. */
export const isOpenOrder = ({ life }: Pick<ChangeableOrder, 'life'>): boolean => life === 'placed' || life === 'confirmed';
export const isOverParcel = ({ state }: Pick<ChangeableParcel, 'state'>): boolean => OVER.has(state);

/**
 * Where asked units may be taken from, by what a parcel may be in for it; what is farthest from being sent first. Undefined when there are
 * fewer. Of a closed box all units are taken or none.
 */
export function takenFrom(
  order: ChangeableOrder,
  asked: readonly AskedUnits[],
  states: readonly FulfilmentOrderState[]
): TakenUnits[] | undefined {
  const wanted = new Map(asked.map(({ orderLineId, quantity }) => [orderLineId, quantity]));
  const taken: TakenUnits[] = [];
  const open = order.parcels
    .filter(({ state }) => states.includes(state))
    .toSorted((a, b) => states.indexOf(a.state) - states.indexOf(b.state));
  for (const parcel of open) {
    if (CLOSED_BOX.has(parcel.state) && parcel.lines.some((line) => (wanted.get(line.orderLineId) ?? 0) < line.quantity)) continue;
    for (const { fulfilmentLineId, orderLineId, quantity } of parcel.lines) {
      const units = Math.min(quantity, wanted.get(orderLineId) ?? 0);
      wanted.set(orderLineId, (wanted.get(orderLineId) ?? 0) - units);
      if (units > 0) taken.push({ parcelId: parcel.id, fulfilmentLineId, orderLineId, quantity: units });
    }
  }
  return [...wanted.values()].some((left) => left > 0) ? undefined : taken;
}

/** All that has not ended, thing by thing. */
export function openUnits({ parcels }: ChangeableOrder): AskedUnits[] {
  const units = new Map<string, number>();
  for (const line of parcels.filter((parcel) => !isOverParcel(parcel)).flatMap(({ lines }) => lines)) {
    units.set(line.orderLineId, (units.get(line.orderLineId) ?? 0) + line.quantity);
  }
  return [...units].map(([orderLineId, quantity]) => ({ orderLineId, quantity }));
}

export const titleOf = (order: ChangeableOrder, orderLineId: string): string =>
  order.parcels.flatMap(({ lines }) => lines).find((line) => line.orderLineId === orderLineId)?.title ?? '';
