import { refuse } from '#lib/kernel/refusal.ts';
import type { LocalDate } from '#lib/kernel/zoned.ts';
import { movedTo, type MovedParcel } from '../fulfilment/moved-parcel.ts';
import { movedBy } from '../fulfilment/parcel.ts';
import { orderStream } from '../orders/order-stream.ts';
import { waysOn, type UnfilledParcel } from './ways-on.ts';

export type Choosing = {
  way: string;
  holidays: readonly LocalDate[];
  at: Date;
  newId: () => string;
  newCode: (length: number) => string;
};

/**
 * The parcel as it goes on by its shopper's word: taken where it is now, with a new promise. Refuses `not-allowed` when nothing is asked (any
 * more), `out-of-stock` when that way is not open by now.
 */
export function decideChosen(parcel: UnfilledParcel, { way: id, holidays, at, newId, newCode }: Choosing): MovedParcel {
  const { choice } = parcel;
  if (!choice) refuse('not-allowed', parcel.state);
  const way = waysOn(parcel, { holidays, at }).find((one) => one.id === id);
  if (!way) refuse('out-of-stock');
  const stream = orderStream(parcel.order);
  const said = stream.next({ type: 'fo.chosen', fulfilmentOrderId: parcel.id, choiceId: choice.id, way: id, isLapsed: false });
  const state = movedBy(parcel, { type: 'source' });
  const why = { reason: 'chosen', detail: '', isAlwaysSaid: true, at, newId, newCode };
  const moved = movedTo({ ...parcel, lines: [...way.lines] }, way.to, {
    ...why,
    fromNodeId: choice.fromNodeId,
    state,
    excluded: parcel.excluded,
    stream
  });
  return { ...moved, events: [said, ...moved.events], asked: [], lost: [], answer: { id: choice.id, state: 'chosen', chosen: id } };
}
