import { isolated } from '#db/queries/state-snapshot.ts';
import { ourRecords, recordsInOrder, type OurRecord } from '#db/queries/state-records.ts';
import type { Tx } from '#db/client.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { oursAs } from './judge.ts';
import type { RecordType, StateRecord } from './state-record.ts';

export type ReadRecords = { type: 'order' | 'customer'; id: string };

const OF_AN_ORDER: readonly RecordType[] = ['shipment', 'payment', 'refund', 'credit', 'return', 'change'];

/**
 * One thing as a file of the state has it, and the records that belong to it: those of an order's parcels, money, returns and changes, or the cards
 * and credit of a customer. Refuses `not-found`, and `forbidden` as the export does.
 */
export async function readRecords(
  shop: Shop,
  actor: Actor,
  { type, id }: ReadRecords
): Promise<{ record: StateRecord; parts: StateRecord[] }> {
  if (!['admin', 'system'].includes(actor.role)) refuse('forbidden', 'export-state');
  return isolated(shop.db, async (tx) => {
    const [own] = await ourRecords(tx, type, [id]);
    if (!own) refuse('not-found');
    return { record: oursAs(type, own), parts: type === 'order' ? await partsOf(tx, id) : await cardsOf(tx, id) };
  });
}

async function partsOf(tx: Tx, orderId: string): Promise<StateRecord[]> {
  const parts: StateRecord[] = [];
  for (const type of OF_AN_ORDER) {
    // oxlint-disable-next-line no-await-in-loop -- one connection, one after the other
    parts.push(...(await ourRecords(tx, type, [orderId])).toSorted(byId).map((our) => oursAs(type, our)));
  }
  return parts;
}

async function cardsOf(tx: Tx, customerId: string): Promise<StateRecord[]> {
  const cards: StateRecord[] = [];
  for await (const some of recordsInOrder(tx, 'gift_card', { customerId })) cards.push(...some.map((our) => oursAs('gift_card', our)));
  return cards;
}

const byId = (a: OurRecord, b: OurRecord): number => (a.our_id < b.our_id ? -1 : 1);
