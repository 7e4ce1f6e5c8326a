import { sql, type RawBuilder } from 'kysely';

/**
 * Whether an order came from elsewhere after `overAt`: what had run out before it came was seen to there, or is seen to by a person.
 * Nothing follows from it by itself; what runs out here is as with any other order.
 */
export const cameAfter = (orderId: RawBuilder<unknown>, overAt: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`
  exists (select from external_ref came where came.type = 'order' and came.our_id = ${orderId}::text and came.at >= ${overAt})`;
