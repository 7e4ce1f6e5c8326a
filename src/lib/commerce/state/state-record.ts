import * as z from 'zod';
import { customer, location, price, product, stock, variant } from './goods-record.ts';
import { change } from './change-record.ts';
import { credit, order, payment, refund, shipment } from './order-record.ts';
import { currency, moment, words } from './parts.ts';
import { returned } from './return-record.ts';
import { gift_card } from './value-record.ts';

export const FORMAT = 'throughline-state';
/** Under this name the things of a shop like this leave and come back. */
export const OWN_SOURCE = 'throughline';
export const FORMAT_VERSION = 1;
/** A line is read as a whole, so it has an end: that of the largest product with room to spare. */
export const LONGEST_LINE = 1_048_576;

export const header = z.object({
  type: z.literal('header'),
  format: z.literal(FORMAT),
  version: z.int().min(1),
  source: words(60).min(1),
  exported_at: moment,
  default_currency: currency,
  /** The quantity that `stock` carries: what lies there, after everything in the file. */
  stock: z.literal('on_hand'),
  /** What the other system calls a state, and what we call it. */
  states: z
    .object({ order: z.record(z.string(), z.string()).optional(), shipment: z.record(z.string(), z.string()).optional() })
    .default({})
});

export const records = {
  change,
  credit,
  customer,
  gift_card,
  location,
  order,
  payment,
  price,
  product,
  refund,
  return: returned,
  shipment,
  stock,
  variant
};
export type RecordType = keyof typeof records;
export const recordTypes = Object.keys(records) as RecordType[];

export type Header = z.infer<typeof header>;
export type StateRecord = { [Type in RecordType]: z.infer<(typeof records)[Type]> }[RecordType];
export type RecordOf<Type extends RecordType> = Extract<StateRecord, { type: Type }>;

export type Identity = { type: RecordType; source: string; external_id: string };
