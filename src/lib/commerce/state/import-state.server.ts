import { waitForImports, insertImportRun } from '#db/queries/catalog-import.ts';
import { hashOf, ourId } from '#db/queries/state-ids.ts';
import { settleShelves } from '#db/queries/state-shelves.ts';
import {
  closeStaging,
  dangling,
  listStagedOrders,
  openStaging,
  stage,
  stagedCounts,
  twins,
  writeRefs,
  type StagedLine
} from '#db/queries/state-staging.ts';
import { unmatchedBalances } from '#db/queries/state-values.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { readValueCode, sealedCode } from '../payments/stored-value.ts';
import { checkHeader, checkLine, type LineRules } from './check-line.ts';
import type { FileLine } from './file-line.ts';
import { leftOver } from './left-over.ts';
import { referencesOf, resolved } from './references.ts';
import { StateTally, type Conflict, type StateReport } from './state-report.ts';
import { LONGEST_LINE, type Header, type StateRecord } from './state-record.ts';
import { takeGoods } from './take-goods.server.ts';
import { takeOrders } from './take-orders.server.ts';
import type { Taking } from './taking.ts';

export type ImportState = {
  fileName: string;
  /** Reads the file from its beginning; the checksum is asked for after its last line. */
  open: () => { lines: AsyncIterable<FileLine>; checksum: () => string };
  dryRun: boolean;
  onConflict: Conflict;
  digitsOf: (currency: string) => number;
  /** Told how many lines were read, now and then. */
  progress?: (lines: number) => void;
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
 * administrators and the system itself.
 */
export async function importState(shop: Shop, actor: Actor, input: ImportState): Promise<StateReport> {
  if (!['admin', 'system'].includes(actor.role)) refuse('forbidden', 'import-state');
  try {
    const report = await inTransaction(shop, { actor }, async (tx) => {
      await waitForImports(tx);
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
  const header = await readLines(taking, source.lines, input);
  const file = { file: input.fileName, checksum: source.checksum(), importId };
  if (!header) throw new Undone(tally.report({ ...file, outcome: 'refused' }));
  const knowing = { ...taking, words: header.states };
  await closeStaging(tx);
  await compareLines(knowing);
  for (const { type, same } of await stagedCounts(tx)) if (same > 0) tally.count(type, 'unchanged', same);
  // oxlint-disable-next-line no-await-in-loop -- each needs those before it
  for (const type of ['location', 'product', 'variant', 'price', 'customer', 'stock'] as const) await takeGoods(knowing, type);
  await listStagedOrders(tx);
  await takeOrders(knowing);
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

const AT_ONCE = 1_000;

/** Each line checked by itself; what is sound is staged. Undefined when the file as a whole cannot be read. */
async function readLines(
  { tx, tally, sealed }: Taking,
  lines: AsyncIterable<FileLine>,
  { digitsOf, progress }: ImportState
): Promise<Header | undefined> {
  let header: Header | undefined;
  let some: StagedLine[] = [];
  for await (const read of lines) {
    tally.lines = read.line;
    const text = textOf(read, tally);
    if (!header) {
      header = text === undefined ? undefined : headerOf(text, tally);
      if (!header) return undefined;
      continue;
    }
    if ('fault' in read && read.fault === 'bad_encoding') return undefined;
    some.push(...stagedLines(read, { header, digitsOf }, { tally, sealed }));
    if (some.length < AT_ONCE) continue;
    await stage(tx, some);
    progress?.(read.line);
    some = [];
  }
  await stage(tx, some);
  if (!header) tally.log.add(FIRST, { code: 'empty_file', message: 'The file is empty; its first line must be the header.' });
  return header;
}

const FIRST = { line: 1, record: '' };

function textOf(read: FileLine, { log }: StateTally): string | undefined {
  if (!('fault' in read)) return read.text;
  const value = 'offset' in read ? `byte ${read.offset}` : '';
  log.add({ line: read.line, record: '' }, { code: read.fault, message: FAULTS[read.fault], value });
  return undefined;
}

function headerOf(text: string, { log }: StateTally): Header | undefined {
  const first = checkHeader(text);
  for (const finding of first.findings) log.add(FIRST, finding);
  return first.header;
}

const FAULTS = {
  line_too_long: `A line has ${LONGEST_LINE} bytes at most; give what is longer in several records.`,
  bad_encoding: 'The file is not UTF-8 text from here on; export it anew as UTF-8.'
};

function stagedLines(read: FileLine, rules: LineRules, { tally: { log }, sealed }: Pick<Taking, 'tally' | 'sealed'>): StagedLine[] {
  if ('fault' in read || read.text.trim() === '') return [];
  const { line, text, isCut } = read;
  const { record, given, kept, name, findings } = checkLine(text, rules);
  for (const finding of findings) {
    const isTorn = isCut && finding.code === 'bad_json';
    log.add(
      { line, record: name },
      isTorn ? { ...finding, code: 'cut_off', message: 'The file ends in the middle of this line; export it anew.' } : finding
    );
  }
  if (!record || !given || findings.some(({ isWarning }) => !isWarning)) return [];
  const refs = referencesOf(record);
  const { type, source, external_id } = record;
  const refTexts = refs.map((ref) => `${ref.type}:${ourId(ref)}`);
  const names = { line, type, source, external_id, our_id: idOf(record), parent: parentOf(record) };
  const pointers = refs.map(({ pointer }) => pointer);
  return [
    { ...names, hash: hashOf(text), body: withoutCode(given, sealed), kept: { ...kept, ...leftOver(record) }, refs: refTexts, pointers }
  ];
}

/** A code is kept nowhere, not even until the import has ended. */
function withoutCode(record: StateRecord, sealed: Taking['sealed']): StateRecord {
  if (record.type !== 'gift_card' || !record.code) return record;
  const { code, ...rest } = record;
  const { codeSeal, lastFour } = sealed(code);
  return { ...rest, seal: codeSeal, last_four: lastFour };
}

/** Shelves and prices are what they are by variant and place or list, whatever they are called. */
function idOf(record: StateRecord): string {
  if (record.type !== 'stock' && record.type !== 'price') return ourId(record);
  const variantId = ourId({ type: 'variant', ...resolved(record.variant, record.source) });
  if (record.type === 'price') return `${variantId}/${record.price_list}`;
  return `${variantId}/${ourId({ type: 'location', ...resolved(record.location, record.source) })}`;
}

const OF_ORDER = ['change', 'credit', 'payment', 'return', 'shipment'] as const;
type OfOrder = Extract<StateRecord, { type: (typeof OF_ORDER)[number] }>;
const isOfOrder = (record: StateRecord): record is OfOrder => (OF_ORDER as readonly string[]).includes(record.type);

function parentOf(record: StateRecord): string | null {
  const { type, source } = record;
  if (type === 'order') return ourId(record);
  if (isOfOrder(record)) return ourId({ type: 'order', ...resolved(record.order, source) });
  if (type === 'refund') return ourId({ type: 'payment', ...resolved(record.payment, source) });
  return type === 'variant' ? ourId({ type: 'product', ...resolved(record.product, source) }) : null;
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
