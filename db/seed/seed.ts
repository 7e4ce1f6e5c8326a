import { hash as hashPassword } from '@node-rs/argon2';
import { sql, type Insertable } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Db, Tx } from '../client.ts';
import type { NodeTable } from '../schema/stock.ts';
import { insertGoods } from './catalogue.ts';
import { DEMO_SHOPPERS, DEMO_SIGN_INS } from './demo-people.ts';
import { putPoints } from '../queries/state-points.ts';
import { insertGiftCard, payIn } from '../queries/stored-values.ts';
import { goods } from './goods.ts';
import { nodes, type SeedNode } from './nodes.ts';
import { OFTEN_SAID } from './often-said.ts';
import { insertPostcodes, postcodes } from './postcodes.ts';
import { stockOf } from './stock.ts';

/** `mez` is the demo shop; `empty` knows the postcodes and nothing else. */
export type World = 'mez' | 'empty';

/** A gift card of the demo shop; of its code only the seal is known here. `amountMinor` in paise. */
export type SeedGiftCard = { codeSeal: string; lastFour: string; amountMinor: number };

/** Two processes that start at once: the second waits and finds the work done. */
const SEEDING = 20261126;

/**
 * Fills a database that holds nothing yet, all of it or nothing. Safe to repeat and to run twice at once.
 * @returns what was put in, in words ("42 products"); nothing when it was all there already
 */
export async function seedWhenEmpty(db: Db, world: World, giftCards: readonly SeedGiftCard[] = []): Promise<string[]> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${SEEDING})`.execute(tx);
    const said: string[] = [];
    if (await holdsNone(tx, 'postcode')) said.push(await fillPostcodes(tx));
    if (world === 'mez' && (await holdsNone(tx, 'product')) && (await holdsNone(tx, 'node'))) said.push(...(await fillShop(tx, giftCards)));
    return said;
  });
}

async function holdsNone(tx: Tx, table: 'postcode' | 'product' | 'node'): Promise<boolean> {
  return (
    (await tx
      .selectFrom(table)
      .select(sql<number>`1`.as('one'))
      .limit(1)
      .executeTakeFirst()) === undefined
  );
}

async function fillPostcodes(tx: Tx): Promise<string> {
  const rows = postcodes();
  await insertPostcodes(tx, rows);
  return `${rows.length} postcodes`;
}

async function fillShop(tx: Tx, giftCards: readonly SeedGiftCard[]): Promise<string[]> {
  await tx.insertInto('node').values(nodes.map(nodeRow)).execute();
  const idBySku = await insertGoods(tx, goods);
  await insertStock(tx, idBySku);
  await insertPeople(tx);
  await insertShoppers(tx);
  await insertGiftCards(tx, giftCards);
  await insertOftenSaid(tx);
  return [`${goods.length} products`, `${idBySku.size} variants`, `${nodes.length} places`, `${DEMO_SIGN_INS.length} people`];
}

async function insertOftenSaid(tx: Tx): Promise<void> {
  const rows = OFTEN_SAID.map((said) => ({ id: uuidv7(), ...said, changed_by: null, changed_at: sql<Date>`now()` }));
  await tx.insertInto('support_answer').values(rows).execute();
}

function nodeRow(node: SeedNode): Insertable<NodeTable> {
  return { ...node, country: 'IN', opening: JSON.stringify(node.opening), cutoffs: JSON.stringify(node.cutoffs) };
}

/** Opening stock is a movement like any other, so that levels are the fold of movements from the first day. */
async function insertStock(tx: Tx, idBySku: Map<string, string>): Promise<void> {
  const levels = stockOf(goods, nodes).map((level) => ({ ...level, variant_id: idOf(idBySku, level.sku) }));
  await tx
    .insertInto('stock_level')
    .values(
      levels.map(({ variant_id, nodeId, onHand, display, bin }) => ({
        variant_id,
        node_id: nodeId,
        on_hand: onHand,
        unavailable: display,
        bin,
        counted_at: sql<Date>`now()`
      }))
    )
    .execute();
  await tx
    .insertInto('stock_movement')
    .values(
      levels
        .filter(({ onHand }) => onHand > 0)
        .map(({ variant_id, nodeId, onHand, display }) => ({
          id: uuidv7(),
          variant_id,
          node_id: nodeId,
          kind: 'received' as const,
          quantity: onHand,
          set_aside: display,
          reason: 'opening stock',
          order_id: null,
          import_id: null,
          actor: JSON.stringify({ role: 'system' }),
          at: sql<Date>`now()`
        }))
    )
    .execute();
}

function idOf(idBySku: Map<string, string>, sku: string): string {
  const id = idBySku.get(sku);
  if (!id) throw new Error(`seed: no variant has SKU ${sku}`);
  return id;
}

async function insertPeople(tx: Tx): Promise<void> {
  for (const { who, email, password, pin, role, nodeId } of DEMO_SIGN_INS) {
    const [name = who] = who.split(',');
    const hashes = { password_hash: await hashPassword(password), pin_hash: pin && (await hashPassword(pin)) };
    await tx
      .insertInto('app_user')
      .values({ id: uuidv7(), email, name, role, node_id: nodeId, ...hashes })
      .execute();
  }
}

async function insertShoppers(tx: Tx): Promise<void> {
  const at = new Date().toISOString();
  for (const { name, email, password, points } of DEMO_SHOPPERS) {
    const id = uuidv7();
    const known = { password_hash: await hashPassword(password), email_confirmed_at: at };
    await tx
      .insertInto('app_user')
      .values({ id, email, name, role: 'shopper', node_id: null, ...known })
      .execute();
    await putPoints(tx, [{ customer_id: id, points }], { importId: id, at });
  }
}

async function insertGiftCards(tx: Tx, giftCards: readonly SeedGiftCard[]): Promise<void> {
  const at = new Date();
  for (const { amountMinor, ...sealed } of giftCards) {
    const id = uuidv7();
    await insertGiftCard(tx, { id, sealed, currency: 'INR', expiresAt: null, at });
    const entry = {
      id: uuidv7(),
      valueId: id,
      deltaMinor: amountMinor,
      cause: `issued:${id}`,
      actor: { role: 'system', channel: 'system' } as const,
      at
    };
    await payIn(tx, 'issued', { ...entry, spendUntil: at });
  }
}
