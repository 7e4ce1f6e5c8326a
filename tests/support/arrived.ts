import { sql } from 'kysely';
import { expect } from '@playwright/test';
import type { Db } from '#db/client.ts';
import { lockOrder } from '#db/queries/orders.ts';
import { apiClient } from './api-client.ts';

/** Does at once what the carrier's last scan of an order's one parcel does in the end, so that a test need not wait for its journey. */
export async function arrived(db: Db, orderPath: string): Promise<void> {
  const { json } = await apiClient(process.env['E2E_ORIGIN'] ?? '')('GET', orderPath);
  const orderId = String(json['id']);
  await expect
    .poll(
      () =>
        db.transaction().execute(async (tx) => {
          // As whoever writes a scan down does it: one that is being written at this moment would not know of ours and put the parcel back.
          await lockOrder(tx, orderId);
          const { rows } = await sql`
            -- Not when this transaction began: while it waited for the order, that may have been sent.
            with moment as materialized (select clock_timestamp() as at),
            here as (
              update shipment s set state = 'delivered', delivered_at = moment.at from fulfilment_order f, moment
              where f.id = s.fulfilment_order_id and f.order_id = ${orderId} and f.state = 'shipped' returning f.id, s.id as shipment_id),
            said as (
              -- Kept with the other scans: whatever the carrier says later, all of them together say that it is there.
              insert into tracking_event (id, shipment_id, provider, provider_event_id, status, detail, message, raw, occurred_at, received_at)
              select gen_random_uuid(), shipment_id, 'test', shipment_id, 'delivered', 'to_person', 'Handed over', '{}', at, at from here, moment)
            update fulfilment_order f set state = 'closed' from here where f.id = here.id returning f.id`.execute(tx);
          return rows.length;
        }),
      { timeout: 30_000 }
    )
    .toBe(1);
}
