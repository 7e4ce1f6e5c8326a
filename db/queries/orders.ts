import type { OrderLifeState } from '#lib/commerce/orders/order-life.machine.ts';
import type { SentTo } from '#lib/commerce/order-change/order-change.ts';
import type { Db, Tx } from '../client.ts';

export type OrderHead = {
  id: string;
  number: string;
  life: OrderLifeState;
  currency: string;
  totalMinor: number;
  payBy: Date | null;
  version: number;
};

const head = ['id', 'number', 'life', 'currency', 'total_minor as totalMinor', 'pay_by as payBy', 'version'] as const;

/** The order's row is the lock of its whole stream: its money, parcels and promises change only under it. */
export async function lockOrder(tx: Tx, id: string): Promise<OrderHead | undefined> {
  return tx.selectFrom('orders').select(head).where('id', '=', id).forUpdate().executeTakeFirst();
}

export async function findOrder(db: Db | Tx, id: string): Promise<OrderHead | undefined> {
  return db.selectFrom('orders').select(head).where('id', '=', id).executeTakeFirst();
}

export async function orderNumber(db: Db, id: string): Promise<string> {
  return (await db.selectFrom('orders').select('number').where('id', '=', id).executeTakeFirstOrThrow()).number;
}

export async function orderOfNumber(db: Db, number: string): Promise<string | undefined> {
  return (await db.selectFrom('orders').select('id').where('number', '=', number).executeTakeFirst())?.id;
}

/** What its things and bringing them cost, in minor units of its currency. */
export async function orderSums(db: Db | Tx, id: string): Promise<{ goodsMinor: number; deliveryMinor: number }> {
  return db
    .selectFrom('orders')
    .select(['goods_minor as goodsMinor', 'delivery_minor as deliveryMinor'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

export async function saveOrder(
  tx: Tx,
  id: string,
  change: { version: number; at: Date; life?: OrderLifeState; payBy?: Date | null }
): Promise<void> {
  const { version, at, life, payBy } = change;
  await tx
    .updateTable('orders')
    .set({ version, updated_at: at, ...(life && { life }), ...(payBy !== undefined && { pay_by: payBy }) })
    .where('id', '=', id)
    .execute();
}

export async function setOrderAddress(tx: Tx, id: string, { contact, address }: SentTo): Promise<void> {
  await tx
    .updateTable('orders')
    .set({ contact: JSON.stringify(contact), address: JSON.stringify(address) })
    .where('id', '=', id)
    .execute();
}

export async function setOrderNote(tx: Tx, id: string, note: string): Promise<void> {
  await tx.updateTable('orders').set({ note }).where('id', '=', id).execute();
}
