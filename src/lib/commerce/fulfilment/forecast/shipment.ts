import * as z from 'zod';

/** One delivery of the past. Times are milliseconds since 1970, places as the file names them ('' when it does not). */
export type Shipment = {
  orderId: string;
  purchasedAt: number;
  handedOverAt: number | null;
  deliveredAt: number;
  promisedAt: number | null;
  originRegion: string;
  destinationRegion: string;
  originPostcode: string;
  destinationPostcode: string;
  service: string;
};

export const NEEDED_COLUMNS = ['order_id', 'purchased_at', 'destination_region', 'delivered_at'] as const;

/** What is wrong with a row, for whoever has to mend the file. */
export type RowFault = { row: number; column: string; problem: string };

const ZONE = /(Z|[+-]\d\d:?\d\d)$/;
const WHEN = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Times without a zone are taken as UTC, days as their beginning. */
const instant = z.string().transform((text, context) => {
  const written = text.trim();
  const at = WHEN.test(written) ? Date.parse(written.length > 10 && !ZONE.test(written) ? `${written.replace(' ', 'T')}Z` : written) : NaN;
  if (!Number.isNaN(at)) return at;
  context.addIssue({ code: 'custom', message: `“${text.slice(0, 40)}” is no time, as in 2018-03-01T10:00:00Z` });
  return z.NEVER;
});
const needed = z.string().trim().min(1, 'is empty');
const place = z.string().trim().default('');
const laterMaybe = z
  .union([z.literal('').transform(() => null), instant])
  .optional()
  .transform((at) => at ?? null);

const Row = z.object({
  order_id: needed,
  purchased_at: needed.pipe(instant),
  handed_over_at: laterMaybe,
  delivered_at: needed.pipe(instant),
  promised_at: laterMaybe,
  origin_region: place,
  destination_region: needed,
  origin_postcode: place,
  destination_postcode: place,
  service: place
});

/** `row` is the line's number among the data, for the fault. A delivery before its purchase is one, a hand-over outside of both is forgotten. */
export function readShipment(cells: Record<string, string>, row: number): Shipment | RowFault {
  const read = Row.safeParse(cells);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { row, column: String(issue?.path[0] ?? ''), problem: issue?.message ?? 'cannot be read' };
  }
  const { purchased_at: purchasedAt, delivered_at: deliveredAt, handed_over_at: handed } = read.data;
  if (deliveredAt < purchasedAt) return { row, column: 'delivered_at', problem: 'is before purchased_at' };
  const inBetween = handed !== null && handed >= purchasedAt && handed <= deliveredAt;
  return {
    orderId: read.data.order_id,
    purchasedAt,
    handedOverAt: inBetween ? handed : null,
    deliveredAt,
    promisedAt: read.data.promised_at,
    originRegion: read.data.origin_region,
    destinationRegion: read.data.destination_region,
    originPostcode: read.data.origin_postcode,
    destinationPostcode: read.data.destination_postcode,
    service: read.data.service
  };
}

export const isFault = (read: Shipment | RowFault): read is RowFault => 'problem' in read;
