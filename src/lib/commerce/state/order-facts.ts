import type { Contact, Address } from '../cart/cart.ts';
import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import type { ShipmentState } from '../fulfilment/shipment.machine.ts';
import type { OrderLifeState } from '../orders/order-life.machine.ts';
import type { PaymentState } from '../payments/payment.machine.ts';
import type { Disposition, ReturnState } from '../returns/return.machine.ts';
import type { StateWords } from './claims.ts';
import type { Identity, RecordOf, RecordType } from './state-record.ts';
import type { Spot, StateFinding } from './state-issue.ts';

/** A record with our id for it and where it stands in the file; `line` is 0 for what the shop had already. */
export type Stated<Type extends RecordType> = { id: string; spot: Spot; record: RecordOf<Type>; kept: Record<string, unknown> };

/** Everything that is said of one order. */
export type OrderFacts = {
  order: Stated<'order'>;
  shipments: Stated<'shipment'>[];
  payments: Stated<'payment'>[];
  refunds: Stated<'refund'>[];
  credits: Stated<'credit'>[];
  returns: Stated<'return'>[];
  changes: Stated<'change'>[];
};

export type VariantFacts = { title: string; options: string[]; sku: string | null; image: string | null; counted: boolean };
export type OpenUnits = { place: number; variantId: string; quantity: number };

/** What an order is derived with besides its facts. */
export type Deriving = {
  words: StateWords;
  variants: ReadonlyMap<string, VariantFacts>;
  /** Ids of lines that the shop has already, by order and number of the line. */
  lineIds: ReadonlyMap<string, string>;
  idOf: (identity: Identity) => string;
  partId: (kind: string, whole: string, part: string) => string;
  newCode: (length: number) => string;
  /** Where units that nobody sent yet are to be sent from, and how many from each place. */
  source: (units: OpenUnits[]) => { nodeId: string | null; units: OpenUnits[] }[];
  at: Date;
};

export const steps = [
  'released_at',
  'picking_at',
  'packed_at',
  'ready_at',
  'shipped_at',
  'delivered_at',
  'collected_at',
  'cancelled_at',
  'uncollected_at'
] as const;
export type Step = (typeof steps)[number];
/** When it was, and whether the file says so or it must have been. */
export type Moment = { at: string; isInferred: boolean };

export type DerivedLine = OpenUnits & { id: string; orderLineId: string; allocationId: string | null };
export type DerivedParcel = {
  id: string;
  place: number;
  nodeId: string | null;
  method: 'ship' | 'pickup' | 'carry_out';
  service: string;
  state: FulfilmentOrderState;
  collectCode: string | null;
  createdAt: string;
  moments: Partial<Record<Step, Moment>>;
  carrier: { id: string; state: ShipmentState } | null;
  lines: DerivedLine[];
  /** The place that could not fill it, where its shopper is asked. */
  choiceFrom: string | null;
  /** The counter that its shopper wished it to be brought to. */
  collectAt: string | null;
  /** The return that it waits for, as what is sent instead. */
  waitsFor: string | null;
  record: RecordOf<'shipment'> | null;
};

export type DerivedPayment = {
  id: string;
  method: RecordOf<'payment'>['method'];
  state: PaymentState;
  amountMinor: number;
  authorizedMinor: number;
  capturedMinor: number;
  refundedMinor: number;
  at: string;
  isInferred: boolean;
  change: { id: string; payBy: string | null; lapsedAt: string | null } | null;
  transactions: DerivedTransaction[];
};
export type DerivedCredit = {
  id: string;
  cause: string;
  reason: RecordOf<'credit'>['reason'];
  parcelId: string | null;
  returnId: string | null;
  goodsMinor: number;
  deliveryMinor: number;
  goodwillMinor: number;
  feeMinor: number;
  nettedMinor: number;
  untakenMinor: number;
  bonusMinor: number;
  policy: Record<string, unknown> | null;
  at: string;
  refunds: DerivedRefund[];
};
export type DerivedRefund = {
  id: string;
  paymentId: string;
  amountMinor: number;
  how: RecordOf<'credit'>['refunds'][number]['how'];
  state: 'due' | 'paid';
  dueAt: string;
  paidAt: string | null;
};
export type DerivedTransaction = {
  id: string;
  kind: 'charge' | 'authorize' | 'capture' | 'void' | 'refund';
  key: string;
  state: 'started' | 'action_required' | 'succeeded' | 'failed';
  amountMinor: number;
  instrument: Record<string, unknown>;
  /** Of a capture, the parcel whose share it is. */
  parcelId: string | null;
  reference: string | null;
  reason: string | null;
  at: string;
  endedAt: string | null;
};

export type DerivedReturnUnit = {
  id: string;
  unit: number;
  isClaimed: boolean;
  receivedAt: string | null;
  disposition: Disposition | null;
  gradedAt: string | null;
  /** `system`: nobody is named. */
  gradedBy: { role: string; name?: string | null | undefined } | null;
  nodeId: string | null;
  note: string;
};
export type DerivedReturnLine = {
  id: string;
  place: number;
  parcelId: string;
  /** The number of its line in the order. */
  orderPlace: number;
  variantId: string;
  unitPriceMinor: number;
  exchangeVariantId: string | null;
  exchangePlace: number | null;
  exchangeUnitPriceMinor: number | null;
  line: RecordOf<'return'>['lines'][number];
  units: DerivedReturnUnit[];
};
export type DerivedReturn = {
  id: string;
  record: RecordOf<'return'>;
  state: ReturnState;
  goodsMinor: number;
  bringingMinor: number;
  feeMinor: number;
  sendBy: string;
  refundDueAt: string;
  owedAt: string | null;
  endedAt: string | null;
  dropNodeId: string | null;
  cameToNodeId: string | null;
  policy: Record<string, unknown>;
  lines: DerivedReturnLine[];
  travelIds: string[];
  issues: { id: string; nodeId: string | null }[];
};

export type DerivedChange = {
  id: string;
  record: RecordOf<'change'>;
  state: NonNullable<RecordOf<'change'>['state']>;
  wish: Record<string, unknown>;
  effect: Record<string, unknown>;
  undo: object | null;
  endedAt: string | null;
  /** It cost more, and was or is to be paid before it is made. */
  isPaidFirst: boolean;
  payBy: string | null;
};

export type DerivedOrder = {
  id: string;
  record: RecordOf<'order'>;
  life: OrderLifeState;
  customerId: string | null;
  contact: Contact | null;
  address: Address | null;
  country: string;
  currency: string;
  goodsMinor: number;
  deliveryMinor: number;
  taxIncludedMinor: number;
  totalMinor: number;
  lines: {
    id: string;
    place: number;
    variantId: string;
    title: string;
    options: string[];
    sku: string | null;
    image: string | null;
    quantity: number;
    unitPriceMinor: number;
  }[];
  parcels: DerivedParcel[];
  payments: DerivedPayment[];
  credits: DerivedCredit[];
  returns: DerivedReturn[];
  changes: DerivedChange[];
};

export type Find = (spot: Spot, finding: StateFinding) => void;
