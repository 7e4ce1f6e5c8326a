import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Transfer, TransferLine } from '#lib/commerce/stock/transfer.ts';
import type { TransferState } from '#lib/commerce/stock/transfer.machine.ts';
import type { Db, Tx } from '../client.ts';

const lines = (db: Db | Tx) =>
  db
    .selectFrom('transfer_line as l')
    .select(['l.variant_id as variantId', 'l.sent', 'l.received', 'l.difference'])
    .where('l.sent', '>', 0)
    .orderBy('l.variant_id');

/** Whoever changes a box waits here for whoever is at it. */
export async function lockTransfer(tx: Tx, id: string): Promise<Transfer | undefined> {
  const row = await tx
    .selectFrom('transfer')
    .select(['id', 'from_node_id as fromNodeId', 'to_node_id as toNodeId', 'state', 'version'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && { ...row, lines: await lines(tx).where('l.transfer_id', '=', id).execute() };
}

type Opening = { id: string; number: string; fromNodeId: string; toNodeId: string; at: Date };

/** The box that stands open for that place, or a new one; `isNew` says which. */
export async function openBox(tx: Tx, { id, number, fromNodeId, toNodeId, at }: Opening): Promise<{ id: string; isNew: boolean }> {
  const opened = await tx
    .insertInto('transfer')
    .values({ id, number, from_node_id: fromNodeId, to_node_id: toNodeId, created_at: at })
    // In words of its own and not as values: a plan that is kept must know which index is meant.
    .onConflict((conflict) =>
      conflict
        .columns(['from_node_id', 'to_node_id'])
        .where(sql<boolean>`state in ('planned', 'picked')`)
        .doNothing()
    )
    .returning('id')
    .executeTakeFirst();
  if (opened) return { id: opened.id, isNew: true };
  const standing = await tx
    .selectFrom('transfer')
    .select('id')
    .where('from_node_id', '=', fromNodeId)
    .where('to_node_id', '=', toNodeId)
    .where('state', 'in', ['planned', 'picked'])
    .executeTakeFirstOrThrow();
  return { id: standing.id, isNew: false };
}

/** The one row that says how far a box is. */
export async function moveTransfer(tx: Tx, id: string, { state, at }: { state: TransferState; at: Date }): Promise<void> {
  await tx
    .updateTable('transfer')
    .set((eb) => ({
      state,
      version: eb('version', '+', 1),
      ...(state === 'in_transit' && { sent_at: sql<Date>`coalesce(sent_at, ${at})` }),
      ...(state === 'closed' && { closed_at: at })
    }))
    .where('id', '=', id)
    .execute();
}

type Counted = { variantId: string } & Partial<Pick<TransferLine, 'sent' | 'received' | 'difference'>>;

/** By so much more, or less. */
export async function addToLine(tx: Tx, transferId: string, { variantId, sent = 0, received = 0, difference = 0 }: Counted): Promise<void> {
  await sql`
    insert into transfer_line (transfer_id, variant_id) values (${transferId}, ${variantId}) on conflict do nothing`.execute(tx);
  await tx
    .updateTable('transfer_line')
    .set((eb) => ({
      sent: eb('sent', '+', sent),
      received: eb('received', '+', received),
      difference: eb('difference', '+', difference)
    }))
    .where('transfer_id', '=', transferId)
    .where('variant_id', '=', variantId)
    .execute();
}

export type Box = {
  id: string;
  number: string;
  state: TransferState;
  fromNodeId: string;
  toNodeId: string;
  fromName: string;
  toName: string;
  sentAt: Date | null;
  closedAt: Date | null;
  lines: (TransferLine & { title: string; options: string[]; sku: string | null; bin: string | null })[];
};

/** `bin` is where things lie, or belong, at `hereId`. */
const boxes = (db: Db, hereId: string) =>
  db
    .selectFrom('transfer as t')
    .innerJoin('node as f', 'f.id', 't.from_node_id')
    .innerJoin('node as o', 'o.id', 't.to_node_id')
    .select(['t.id', 't.number', 't.state', 't.from_node_id as fromNodeId', 't.to_node_id as toNodeId'])
    .select(['f.name as fromName', 'o.name as toName', 't.sent_at as sentAt', 't.closed_at as closedAt'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('transfer_line as l')
          .innerJoin('variant as v', 'v.id', 'l.variant_id')
          .innerJoin('product as g', 'g.id', 'v.product_id')
          .leftJoin('stock_level as s', (join) => join.onRef('s.variant_id', '=', 'l.variant_id').on('s.node_id', '=', hereId))
          .select(['l.variant_id as variantId', 'l.sent', 'l.received', 'l.difference', 'g.title', 'v.options', 'v.sku', 's.bin'])
          .whereRef('l.transfer_id', '=', 't.id')
          .where('l.sent', '>', 0)
          .orderBy('g.title')
          .orderBy('l.variant_id')
      ).as('lines')
    );

/** Boxes from here and to here that are not closed, those that are on their way first; an empty one is none. */
export async function boxesAt(db: Db, nodeId: string): Promise<Box[]> {
  return boxes(db, nodeId)
    .where((eb) => eb.or([eb('t.from_node_id', '=', nodeId), eb('t.to_node_id', '=', nodeId)]))
    .where('t.state', 'in', ['picked', 'in_transit'])
    .orderBy('t.sent_at')
    .orderBy('t.id')
    .execute();
}

export async function findBox(db: Db, id: string, hereId: string): Promise<Box | undefined> {
  return boxes(db, hereId).where('t.id', '=', id).executeTakeFirst();
}
