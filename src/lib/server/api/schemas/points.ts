import * as z from 'zod';
import { Currency, Id, Minor, Time, Units } from '../schemas.ts';

const Count = z.number().int().min(0);

export const PointsEffect = z
  .object({ before: Count, after: Count })
  .meta({ id: 'PointsEffect', description: 'Points of the order before and after. Left out where it has none, or they stay as they are.' });

export const Points = z
  .object({
    spendable: Count.meta({ description: 'What may be turned into store credit now.' }),
    pending: Count.meta({ description: 'What may be spent when its goods can no longer come back.' }),
    waiting: z
      .array(z.object({ orderId: Id, number: z.string(), points: Count, spendableFrom: Time.nullable() }))
      .meta({ description: 'Of which orders, those that are due first; the day is null until all of it has come.' }),
    entries: z
      .array(
        z.object({
          id: Id,
          kind: z.enum(['opened', 'earned', 'lowered', 'spendable', 'spent', 'corrected']),
          points: z.number().int().meta({ description: 'By how many there are more or fewer; of `spendable` how many those are.' }),
          forgiven: z.number().int().meta({ description: 'What was spent before its goods came back, and is not asked for.' }),
          pending: Count,
          spendable: Count,
          orderNumber: z.string().nullable(),
          creditedMinor: Minor.nullable(),
          at: Time
        })
      )
      .meta({ description: 'The newest fifty first.' }),
    terms: z
      .object({ currency: Currency, worthMinor: Units, leastPoints: Units })
      .nullable()
      .meta({ description: 'What one is worth as store credit, and the fewest that are turned; null while they are not for spending.' })
  })
  .meta({ id: 'Points' });

export const TurnPoints = z.strictObject({ points: z.number().int().min(1).max(1_000_000_000) });
export const TurnedPoints = z.object({ points: Count, creditedMinor: Minor, currency: Currency, pending: Count, spendable: Count });
