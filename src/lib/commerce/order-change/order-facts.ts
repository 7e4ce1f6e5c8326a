import type { Address, Contact } from '../cart/cart.ts';
import type { KeptGoods } from '../loyalty/points.ts';
import type { OrderLifeState } from '../orders/order-life.machine.ts';
import type { Instrument } from '../payments/spread.ts';
import type { ChangeableParcel, ParcelUnits } from '../policies/changeable-order.ts';
import type { Policy } from '../policies/policy.ts';

export type FactLine = ParcelUnits & { variantId: string; productId: string; options: string[]; unitPriceMinor: number; counted: boolean };
export type FactParcel = Omit<ChangeableParcel, 'lines'> & {
  nodeId: string | null;
  nodeName: string | null;
  /** ISO; the window that was said last, null where none was. */
  deliverUntil: string | null;
  lines: readonly FactLine[];
};

/** What an order is, as far as its changes ask, as it was at one moment. Parcels without anything in them are left out. */
export type OrderFacts = {
  id: string;
  number: string;
  life: OrderLifeState;
  version: number;
  currency: string;
  country: string;
  note: string;
  contact: Contact | null;
  address: Address | null;
  deliveryMinor: number;
  /** Of what bringing it cost, what was not given back yet. */
  bringingLeftMinor: number;
  itemChanges: number;
  policy: Policy;
  /** Another payment of it waits to be made. */
  isPaidAnew: boolean;
  payments: readonly (Instrument & { changeId: string | null })[];
  parcels: readonly FactParcel[];
  /** What its points are earned by; null where it earns none. */
  kept: KeptGoods | null;
};
