import type { PickupState } from '#lib/commerce/returns/pickup.machine.ts';
import type { TestShop } from './shop.ts';

const COMES: ReadonlySet<PickupState> = new Set(['booked', 'fetched']);

/** In the end the carrier comes where the books say that it does, once, and nowhere else; and it has answered. */
export async function nobodyWaitsAtADoor(shop: TestShop, orderId: string): Promise<void> {
  const rows = await shop.db
    .selectFrom('return_pickup as p')
    .innerJoin('return_case as r', 'r.id', 'p.return_id')
    .select(['p.return_id as returnId', 'p.state'])
    .where('r.order_id', '=', orderId)
    .execute();
  for (const { returnId, state } of rows) {
    if (state === 'asked' || state === 'ending') throw new Error(`the carrier was not told: ${returnId} is ${state}`);
    const coming = shop.couriers.of(returnId).filter((status) => status === 'scheduled').length;
    if (coming !== Number(COMES.has(state))) throw new Error(`${returnId} is ${state}, and ${coming} carriers come for it`);
  }
}
