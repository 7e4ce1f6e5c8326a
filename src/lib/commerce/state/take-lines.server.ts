import { hashOf, ourId } from '#db/queries/state-ids.ts';
import { stage, type StagedLine } from '#db/queries/state-staging.ts';
import { alongside } from './alongside.ts';
import { checkHeader, checkLine, type LineRules } from './check-line.ts';
import type { FileLine } from './file-line.ts';
import { leftOver } from './left-over.ts';
import { referencesOf, resolved } from './references.ts';
import { LONGEST_LINE, type Header, type StateRecord } from './state-record.ts';
import type { StateTally } from './state-report.ts';
import type { Progress, Taking } from './taking.ts';

const AT_ONCE = 1_000;

export type Reading = {
  lines: AsyncIterable<FileLine>;
  digitsOf: (currency: string) => number;
  progress?: Progress | undefined;
};

/**
 * A step of an import: each line checked by itself, and what is sound staged while the lines after it are read. Undefined when the file as a whole
 * cannot be read.
 */
export async function takeLines(taking: Taking, reading: Reading): Promise<Header | undefined> {
  const file: { header?: Header; isUnreadable?: true } = {};
  await alongside(soundLines(taking, reading, file), async (some) => stage(taking.tx, some));
  if (file.isUnreadable) return undefined;
  if (!file.header) taking.tally.log.add(FIRST, { code: 'empty_file', message: 'The file is empty; its first line must be the header.' });
  return file.header;
}

async function* soundLines(
  { tally, sealed }: Taking,
  { lines, digitsOf, progress }: Reading,
  file: { header?: Header; isUnreadable?: true }
): AsyncGenerator<StagedLine[]> {
  let some: StagedLine[] = [];
  for await (const read of lines) {
    tally.lines = read.line;
    const text = textOf(read, tally);
    if (!file.header) {
      const header = text === undefined ? undefined : headerOf(text, tally);
      if (header) file.header = header;
    } else some.push(...stagedLines(read, { header: file.header, digitsOf }, { tally, sealed }));
    if (!file.header || ('fault' in read && read.fault === 'bad_encoding')) {
      file.isUnreadable = true;
      return;
    }
    if (some.length < AT_ONCE) continue;
    progress?.(read.line, 'lines');
    yield some;
    some = [];
  }
  yield some;
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
  const { record, leftOut, kept, name, findings } = checkLine(text, rules);
  for (const finding of findings) {
    const isTorn = isCut && finding.code === 'bad_json';
    log.add(
      { line, record: name },
      isTorn ? { ...finding, code: 'cut_off', message: 'The file ends in the middle of this line; export it anew.' } : finding
    );
  }
  if (!record || findings.some(({ isWarning }) => !isWarning)) return [];
  const refs = referencesOf(record);
  const { type, source, external_id } = record;
  const refTexts = refs.map((ref) => `${ref.type}:${ourId(ref)}`);
  const names = { line, type, source, external_id, our_id: idOf(record), parent: parentOf(record) };
  const said = withoutCode({ body: record, left_out: leftOut }, sealed);
  const more = { kept: { ...kept, ...leftOver(record) }, refs: refTexts, pointers: refs.map(({ pointer }) => pointer) };
  return [{ ...names, hash: hashOf(text), ...said, ...more }];
}

type Said = Pick<StagedLine, 'body' | 'left_out'>;

/** A code is kept nowhere, not even until the import has ended. */
function withoutCode(said: Said, sealed: Taking['sealed']): Said {
  if (said.body.type !== 'gift_card' || !said.body.code) return said;
  const { code, ...rest } = said.body;
  const { codeSeal: seal, lastFour: last_four } = sealed(code);
  return { body: { ...rest, seal, last_four }, left_out: said.left_out.filter((field) => field !== 'seal' && field !== 'last_four') };
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
