import * as z from 'zod';
import { deliveryServices } from '#lib/commerce/fulfilment/delivery-rules.ts';
import { Currency, Id, Minor, NodeId, Postcode, Time, Units } from '../schemas.ts';

const MOST_AT_ONCE = 50;

export const WhichStock = z.strictObject({
  variantId: z.union([Id, z.array(Id).max(MOST_AT_ONCE)]).meta({ description: `May come several times, ${MOST_AT_ONCE} at most.` })
});

const Level = z.object({
  nodeId: NodeId,
  available: Units,
  changedAt: Time,
  countedAt: Time.nullable().meta({ description: 'When somebody last counted the shelf.' })
});

const Stock = z
  .object({
    variantId: Id,
    sku: z.string().nullable(),
    counted: z.boolean().meta({ description: 'False for what is sold whatever the shelf says.' }),
    available: Units.nullable().meta({ description: 'Free units everywhere; null when it is not counted.' }),
    version: Units.meta({ description: 'Grows with every change at any place; 0 when nobody keeps it.' }),
    changedAt: Time.nullable(),
    ageSeconds: Units.nullable().meta({ description: 'How long nothing changed, as of asOf.' }),
    nodes: z.array(Level)
  })
  .meta({ id: 'Stock' });

export const StockList = z.object({ asOf: Time, stock: z.array(Stock) });
export const StockOfOne = z.object({ asOf: Time, stock: Stock });

export const WhereTo = z.strictObject({
  postcode: Postcode.optional(),
  nodeId: NodeId.optional().meta({ description: 'The store to collect at; else the nearest that has it.' })
});

const reasons = ['sold-out', 'no-store-has-it', 'not-there', 'not-shown', 'unknown-postcode', 'no-service'] as const;
const Closed = z.object({ open: z.literal(false), reason: z.enum(reasons) });
const BringWay = z.object({
  open: z.literal(true),
  service: z.enum(deliveryServices),
  costMinor: Minor,
  deliverFrom: Time,
  deliverUntil: Time,
  orderBy: Time
});
const CollectWay = z.object({ open: z.literal(true), nodeId: NodeId, readyFrom: Time, readyUntil: Time, orderBy: Time });
const SeeWay = z.object({ open: z.literal(true), nodeId: NodeId });

export const Doors = { isOpen: z.boolean(), closes: Time.nullable(), opens: Time.nullable() };
export const Metres = z.number().int().nullable().meta({ description: 'As the crow flies; null without a postcode.' });

const StoreStock = z
  .object({
    nodeId: NodeId,
    name: z.string(),
    metres: Metres,
    ...Doors,
    available: Units.nullable(),
    onShow: z.boolean().meta({ description: 'Whether a piece stands there to be looked at.' })
  })
  .meta({ id: 'StoreStock' });

export const VariantQuote = z.object({
  asOf: Time,
  variantId: Id,
  postcode: z.string().nullable(),
  currency: Currency,
  bring: z.discriminatedUnion('open', [BringWay, Closed]),
  faster: z.array(BringWay).meta({ description: 'Dearer services that are there sooner, the soonest first.' }),
  collect: z.discriminatedUnion('open', [CollectWay, Closed]),
  see: z.discriminatedUnion('open', [SeeWay, Closed]),
  stores: z.array(StoreStock).meta({ description: 'Nearest first.' })
});
