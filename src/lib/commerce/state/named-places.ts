import type { DerivedParcel, Deriving } from './order-facts.ts';
import type { Reference } from './parts.ts';
import { resolved } from './references.ts';
import type { RecordOf } from './state-record.ts';

/** Places that a parcel speaks of beside its own, by our ids: where it could not be filled, and the counter that it is wished to. */
export function placesNamed(
  { choice, wish, source }: RecordOf<'shipment'>,
  { idOf }: Pick<Deriving, 'idOf'>
): Pick<DerivedParcel, 'choiceFrom' | 'collectAt'> {
  const of = (place: Reference | null | undefined) => (place ? idOf({ type: 'location', ...resolved(place, source) }) : null);
  return { choiceFrom: of(choice?.from), collectAt: of(wish?.collect) };
}
