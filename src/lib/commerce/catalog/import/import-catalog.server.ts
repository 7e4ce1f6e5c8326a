import { importNodes, insertImportRun, waitForImports, type ImportNode } from '#db/queries/catalog-import.ts';
import { handlesBySku, productsByHandle, titlesLike } from '#db/queries/catalog-import-products.ts';
import {
  countShelves,
  ordersPromisedFrom,
  removeShelves,
  shelvesAt,
  stockByHandle,
  type CountedShelf
} from '#db/queries/catalog-import-stock.ts';
import { writeCatalog, writeVariantAttributes } from '#db/queries/catalog-import-write.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import { levelEvents } from '#lib/commerce/stock/stock-level.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { handleFrom } from './handle.ts';
import { FILE, type IssueLog } from './import-issue.ts';
import { importReport, mayGoIn, type ImportMode, type ImportReport } from './import-report.ts';
import type { InventoryDraft } from './inventory-draft.ts';
import { findNode } from './inventory-header.ts';
import type { ParsedCatalog } from './parse-catalog.ts';
import { planInventory } from './plan-inventory.ts';
import { planProducts, withHandles, type PresentShelf } from './plan-products.ts';
import type { ProductPlan } from './planned-product.ts';
import type { ProductDraft } from './product-draft.ts';
import { rowsToWrite } from './rows-to-write.ts';
import { shelfName, shelfRows, shortages, shortShelves } from './shelf-rows.ts';
import { skuList, soundDrafts } from './sound-drafts.ts';
import type { InventoryChoices } from './wanted-on-hand.ts';

export type ImportCatalog = {
  file: { name: string; checksum: string };
  parsed: ParsedCatalog;
  /** Where quantities of a product file are counted, by id or name; left out, the first warehouse by id. */
  location?: string | undefined;
  mode: ImportMode;
  choices: InventoryChoices;
};

type Importing = ImportCatalog & { shop: Shop; actor: Actor; tx: Tx; record: Recorder; log: IssueLog; importId: string; at: Date };

/**
 * Brings a file into the shop, as a whole or not at all. What the file does not speak of stays. With `dryRun` nothing is
 * written and the report says what would be. Refuses `forbidden` to all but managers, administrators and the system itself.
 */
export async function importCatalog(shop: Shop, actor: Actor, input: ImportCatalog): Promise<ImportReport> {
  if (!['manager', 'admin', 'system'].includes(actor.role)) refuse('forbidden', 'import-catalog');
  return inTransaction(shop, { actor }, async (tx, record) => {
    await waitForImports(tx);
    const importing = { ...input, shop, actor, tx, record, log: input.parsed.log.copy(), importId: shop.newId(), at: shop.now() };
    const { parsed } = input;
    const report =
      'products' in parsed ? await importProducts(importing, parsed.products) : await importInventory(importing, parsed.inventory);
    if (report.outcome !== 'applied') return report;
    const run = { id: importing.importId, fileName: report.file, checksum: report.checksum, kind: report.format, counts: report.counts };
    await insertImportRun(tx, run, importing);
    return report;
  });
}

async function importProducts(importing: Importing, all: ProductDraft[]): Promise<ImportReport> {
  const { tx, log, mode } = importing;
  const node = await countingNode(importing, all);
  const drafts = soundDrafts(await handled(tx, all, log), log, mode);
  const plans = soundDrafts(await plansOf(importing, drafts, node), log, mode);
  const nodeId = node?.id ?? '';
  const shelves = plans.flatMap(({ after, counts }) =>
    counts.map(({ variantId, name, to, short }) => ({
      variantId,
      nodeId,
      name: `${after.handle} / ${name} at ${nodeId}`,
      onHand: to,
      short
    }))
  );
  const short = shelves.filter((shelf) => shelf.short > 0);
  const waiting = await ordersPromisedFrom(tx, short);
  if (mayGoIn(log, mode) && !mode.dryRun) {
    await writeCatalog(tx, rowsToWrite(plans), importing);
    await count(importing, shelves);
  }
  const records = plans.map(({ place, after, outcome, changes }) => ({ record: place.record, name: after.handle, outcome, changes }));
  return reported(importing, { records, shelves: shelves.length, shortages: shortages(short, waiting) });
}

/** Only files that carry quantities need a place to count them at. */
async function countingNode({ tx, location, log }: Importing, drafts: ProductDraft[]): Promise<ImportNode | undefined> {
  const nodes = await importNodes(tx);
  const given = location === undefined ? undefined : findNode(nodes, location);
  const node = given ?? (location === undefined ? nodes.find(({ kind }) => kind === 'warehouse') : undefined);
  const counted = drafts.some(({ variants }) => variants.some(({ quantity }) => quantity !== undefined));
  if (!node && counted) {
    const known = nodes.map(({ id }) => id).join(', ') || 'none';
    const message = `The file counts stock, but ${location ?? 'no warehouse'} is no place of ours to count it at; known are: ${known}.`;
    log.error({ place: FILE, code: 'unknown_location', value: location ?? '', message });
  }
  return nodes.find(({ id }) => id === node?.id);
}

async function handled(tx: Tx, drafts: ProductDraft[], log: IssueLog): Promise<ProductDraft[]> {
  const bases = drafts.filter(({ handle }) => handle === '').map(({ title }) => handleFrom(title) || 'product');
  return bases.length === 0 ? drafts : withHandles(drafts, await titlesLike(tx, bases), { log });
}

async function plansOf({ tx, shop, log }: Importing, drafts: ProductDraft[], node: ImportNode | undefined): Promise<ProductPlan[]> {
  const products = await productsByHandle(
    tx,
    drafts.map(({ handle }) => handle)
  );
  const productIds = products.map(({ id }) => id);
  const present = {
    products: new Map(products.map((product) => [product.handle, product])),
    skus: await handlesBySku(tx, skuList(drafts)),
    shelves: node ? await shelvesAt(tx, node.id, productIds) : new Map<string, PresentShelf>()
  };
  return planProducts(drafts, present, { newId: shop.newId, log, nodeName: node?.name ?? '' });
}

async function importInventory(importing: Importing, all: InventoryDraft[]): Promise<ImportReport> {
  const { tx, log, mode, choices } = importing;
  const drafts = soundDrafts(all, log, mode);
  const present = await stockByHandle(tx, [...new Set(drafts.map(({ handle }) => handle))]);
  const plans = soundDrafts(planInventory(drafts, present, { choices, log }), log, mode);
  const changed = plans.filter(({ outcome }) => outcome !== 'unchanged');
  const short = shortShelves(changed);
  const waiting = await ordersPromisedFrom(tx, short);
  if (mayGoIn(log, mode) && !mode.dryRun) {
    const rows = shelfRows(changed);
    await writeVariantAttributes(tx, rows.attributes, importing);
    await removeShelves(tx, rows.givenUp);
    await count(importing, rows.counted);
  }
  const records = plans.map((plan) => ({
    record: plan.draft.place.record,
    name: shelfName(plan),
    outcome: plan.outcome,
    changes: plan.changes
  }));
  return reported(importing, { records, shelves: changed.length, shortages: shortages(short, waiting) });
}

/** Counts like any other: the level after it is told, and a shortage said aloud. */
async function count({ tx, record, shop, file, actor, importId, at }: Importing, shelves: CountedShelf[]): Promise<void> {
  const counted = await countShelves(tx, shelves, { importId, reason: `import of ${file.name}`, actor, at, newId: shop.newId });
  for (const { before, now } of counted) record(...levelEvents(before, now));
}

function reported(importing: Importing, done: Pick<ImportReport, 'records' | 'shortages'> & { shelves: number }): ImportReport {
  const { file, parsed, mode, log, importId } = importing;
  return importReport({ ...file, format: parsed.format }, mode, { ...done, log, importId });
}
