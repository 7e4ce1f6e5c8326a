import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import type { TakenUnits } from '../policies/changeable-order.ts';
import { isEmptied } from './cancel-effect.ts';
import type { OrderFacts } from './order-facts.ts';

/** How all parcels stand once these units are called off. */
export const statesAfter = ({ parcels }: OrderFacts, units: readonly TakenUnits[]): FulfilmentOrderState[] =>
  parcels.map((parcel) => (isEmptied(parcel, units) ? 'cancelled' : parcel.state));
