import { waitForImports, insertImportRun } from '#db/queries/catalog-import.ts';
import { settleShelves } from '#db/queries/state-shelves.ts';
import { earnNothing } from '#db/queries/state-points.ts';
import { closeStaging, dangling, listStagedOrders, openStaging, stagedCounts, twins, writeRefs } from '#db/queries/state-staging.ts';
import { unmatchedBalances } from '#db/queries/state-values.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { readValueCode, sealedCode } from '../payments/stored-value.ts';
import { overImports } from '../stores/staff-policy.ts';
import type { FileLine } from './file-line.ts';
import { StateTally, type Conflict, type StateReport } from './state-report.ts';
import { takeGoods } from './take-goods.server.ts';
import { takeLines } from './take-lines.server.ts';
import { takeOrders } from './take-orders.server.ts';
import type { Progress, Taking } from './taking.ts';

export type ImportState = {
  fileName: string;
  /** Reads the file from its beginning; the checksum is asked for after its last line. */
  open: () => { lines: AsyncIterable<FileLine>; checksum: () => string };
  dryRun: boolean;
  onConflict: Conflict;
  digitsOf: (currency: string) => number;
  progress?: Progress;
};

/** Undoes everything that a trial wrote, and carries out what it found. */
class Undone extends Error {
  readonly report: StateReport;
  constructor(report: StateReport) {
    super('nothing of this import was kept');
    this.report = report;
  }
}

/**
 * Brings a store's state in: all of the file or nothing of it. The lines are checked one by one, then against each other and the shop; what
 * the file does not speak of stays. No message, job or call follows from what happened elsewhere. Refuses `forbidden` to all but
 * those who look after the whole house and the system itself.
 */
export async function importState(shop: Shop, actor: Actor, input: ImportState): Promise<StateReport> {
  if (actor.role !== 'system') overImports(actor);
  try {
    const report = await inTransaction(shop, { actor }, async (tx) => {
      await waitForImports(tx);
      await earnNothing(tx);
      const tally = new StateTally();
      const taking = {
        tx,
        actor,
        importId: shop.newId(),
        at: shop.now(),
        tally,
        onConflict: input.onConflict,
        words: {},
        newCode: shop.newCode,
        sealed: (typed: string) => sealedCode(shop.keys.seal, readValueCode(typed) ?? typed)
      };
      return importLines(taking, input);
    });
    // Shelves have changed, and pages are told of that.
    shop.outbox.wake();
    return report;
  } catch (fault) {
    if (fault instanceof Undone) return fault.report;
    throw fault;
  }
}

async function importLines(taking: Taking, input: ImportState): Promise<StateReport> {
  const { tx, tally, importId, actor, at } = taking;
  const source = input.open();
  await openStaging(tx);
  const header = await takeLines(taking, { lines: source.lines, digitsOf: input.digitsOf, progress: input.progress });
  const file = { file: input.fileName, checksum: source.checksum(), importId };
  if (!header) throw new Undone(tally.report({ ...file, outcome: 'refused' }));
  const knowing = { ...taking, words: header.states };
  await closeStaging(tx);
  await compareLines(knowing);
  for (const { type, same } of await stagedCounts(tx)) if (same > 0) tally.count(type, 'unchanged', same);
  // oxlint-disable-next-line no-await-in-loop -- each needs those before it
  for (const type of ['location', 'product', 'variant', 'price', 'customer', 'stock'] as const) await takeGoods(knowing, type);
  await listStagedOrders(tx);
  await takeOrders(knowing, input.progress);
  await takeGoods(knowing, 'gift_card');
  await compareBalances(knowing);
  if (tally.log.errors > 0) throw new Undone(tally.report({ ...file, outcome: 'refused' }));
  tally.shortages = await settleShelves(tx, taking);
  tally.short = tally.shortages.length;
  const report = tally.report({ ...file, outcome: input.dryRun ? 'dry-run' : 'applied' });
  if (input.dryRun) throw new Undone(report);
  const counts = { ...report.counts, lines: report.lines, warnings: report.warnings, short: report.short };
  await insertImportRun(
    tx,
    { id: importId, fileName: input.fileName, checksum: report.checksum, kind: 'throughline-state', counts },
    { actor, at }
  );
  await writeRefs(tx, { importId, at });
  return report;
}

/** What was paid from balances, and went back on them, against what the balances say. */
async function compareBalances({ tx, tally }: Taking): Promise<void> {
  if (tally.log.errors > 0) return;
  for (const { line, name, pointer } of await unmatchedBalances(tx)) {
    const message = 'No gift card or store credit says so; give it with its entries, each with its payment or refund.';
    tally.log.add({ line, record: name }, { code: 'wrong_total', pointer, message });
  }
}

/** Lines against each other: each record once, and each reference to something that is there. */
async function compareLines({ tx, tally }: Taking): Promise<void> {
  for (const { line, first, name } of await twins(tx)) {
    tally.log.add(
      { line, record: name },
      { code: 'duplicate', pointer: '/external_id', message: `This record stands in line ${first} already.` }
    );
  }
  for (const { line, name, pointer, wanted } of await dangling(tx)) {
    const [type = ''] = wanted.split(':');
    tally.log.add(
      { line, record: name },
      { code: 'dangling', pointer, value: wanted, message: `There is no such ${type}, neither in the file nor in the shop.` }
    );
  }
}
