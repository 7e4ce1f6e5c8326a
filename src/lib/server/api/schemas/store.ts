import * as z from 'zod';
import { dayNames } from '#lib/commerce/fulfilment/calendar.ts';
import { NodeId, Postcode } from '../schemas.ts';
import { Doors, Metres } from './stock.ts';

export const NearWhere = z.strictObject({
  postcode: Postcode.optional().meta({ description: 'Stores come nearest first, with their distance.' })
});

const Clock = z.string().regex(/^\d{2}:\d{2}$/);

const Store = z
  .object({
    nodeId: NodeId,
    name: z.string(),
    address: z.string(),
    city: z.string(),
    postcode: z.string(),
    country: z.string(),
    lat: z.number(),
    lng: z.number(),
    phone: z.string(),
    timeZone: z.string(),
    metres: Metres,
    ...Doors,
    opening: z
      .array(z.object({ day: z.enum(dayNames), opens: Clock, closes: Clock }))
      .meta({ description: 'By the store’s own clock; a day that is missing is closed.' }),
    closedDates: z.array(z.iso.date()),
    collects: z.boolean().meta({ description: 'Whether things can be collected here.' }),
    collectKept: z
      .object({ percent: z.int().min(0).max(100), of: z.int().min(1), since: z.iso.datetime({ offset: true }) })
      .nullable()
      .meta({
        description: 'How many of its promises to lie ready in time it kept, rounded down; null while fewer than twenty were judged.'
      })
  })
  .meta({ id: 'Store' });

export const Stores = z.object({ stores: z.array(Store) });

export const OfPostcode = z.object({ postcode: z.string().min(1).max(12) });

export const KnownPostcode = z
  .object({ postcode: z.string(), country: z.string(), city: z.string(), state: z.string(), lat: z.number(), lng: z.number() })
  .meta({ id: 'KnownPostcode' });
