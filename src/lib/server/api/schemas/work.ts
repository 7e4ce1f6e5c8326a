import * as z from 'zod';
import { fulfilmentOrderStates } from '#lib/commerce/fulfilment/fulfilment-order.machine.ts';
import { Id, NodeId, Time, Units } from '../schemas.ts';

export const OfParcel = z.object({ parcelId: Id });

const WorkLine = z.object({
  variantId: Id,
  title: z.string(),
  options: z.array(z.string()),
  sku: z.string().nullable(),
  barcode: z.string().nullable(),
  bin: z.string().nullable().meta({ description: 'Where it lies here.' }),
  quantity: Units,
  picked: Units.meta({ description: 'How many of them were scanned.' })
});
export const WorkList = z
  .object({
    nodeId: NodeId,
    late: Units.meta({ description: 'How many of those to be picked cannot be in time any more; they stand last of them.' }),
    parcels: z.array(
      z.object({
        parcelId: Id,
        number: z.string().meta({ description: 'Of its order.' }),
        method: z.enum(['ship', 'pickup']),
        service: z.string(),
        state: z.enum(fulfilmentOrderStates),
        due: Time.nullable().meta({ description: 'When it has to be ready or gone.' }),
        name: z.string().meta({ description: 'A first name, to be called at the counter.' }),
        isUnpaid: z.boolean().meta({ description: 'It is paid here when it is handed over.' }),
        lines: z.array(WorkLine)
      })
    )
  })
  .meta({ id: 'WorkList' });

export const Pick = z.strictObject({
  code: z.string().trim().min(1, 'scan or type a code').max(80).meta({ description: 'The barcode or SKU of the one unit in the hand.' })
});
export const PickedUnit = z.object({
  variantId: Id,
  title: z.string(),
  picked: Units,
  quantity: Units,
  isAll: z.boolean().meta({ description: 'All of the parcel was scanned.' })
});

export const Packed = z.object({ parcelId: Id, state: z.literal('packed') });

export const Rejection = z.strictObject({
  reason: z.enum(['no-capacity', 'damaged', 'not-found']),
  missing: z
    .array(z.strictObject({ variantId: Id, quantity: z.number().int().min(1).max(1_000) }))
    .max(20)
    .default([])
    .meta({ description: 'With `not-found`, and only then: how many of what. They are taken off the shelf here.' })
});
export const Rejected = z.object({
  nodeId: NodeId.nullable().meta({ description: 'The place that sends it now. Null: none can, or its shopper is asked how it goes on.' })
});

export const Collection = z.strictObject({
  code: z.string().trim().min(1, 'give the code').max(20).meta({ description: 'What the shopper shows.' })
});
export const Collected = z.object({ parcelId: Id, state: z.literal('collected') });
