import { openUnits, takenFrom } from '../policies/changeable-order.ts';
import type { OrderFacts } from './order-facts.ts';
import type { SwapChoice } from './swap-effect.ts';

/** An ordered thing as a page offers it: how many of it are still to come, and how many of these may be called off or changed. */
export type ChangeableLine = {
  orderLineId: string;
  title: string;
  options: string[];
  units: number;
  cancellable: number;
  swappable: number;
};

export function changeableLines(order: OrderFacts): ChangeableLine[] {
  const { cancel, items } = order.policy.terms;
  const all = order.parcels.flatMap(({ lines }) => lines);
  return openUnits(order).map(({ orderLineId, quantity: units }) => {
    const line = all.find((one) => one.orderLineId === orderLineId);
    const most = (states: typeof cancel.states): number =>
      Array.from({ length: units }, (_, at) => units - at).find((quantity) => takenFrom(order, [{ orderLineId, quantity }], states)) ?? 0;
    return {
      orderLineId,
      title: line?.title ?? '',
      options: line?.options ?? [],
      units,
      cancellable: most(cancel.states),
      swappable: order.itemChanges < items.mostChanges ? most(items.states) : 0
    };
  });
}

/** Of what a thing could be instead, that of which there is some where it would be sent from. */
export const openChoices = (order: OrderFacts, choices: readonly SwapChoice[]): SwapChoice[] =>
  choices.filter(({ orderLineId, counted, free }) => {
    const parcels = order.parcels.filter(({ lines }) => lines.some((line) => line.orderLineId === orderLineId));
    return !counted || parcels.some(({ nodeId }) => (free[nodeId ?? ''] ?? 0) > 0);
  });
