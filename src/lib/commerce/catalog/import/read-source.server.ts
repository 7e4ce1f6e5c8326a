import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { parse, type Options } from 'csv-parse';
import { FileFault, type IssueCode, type Place } from './import-issue.ts';
import { faultyFile, parseCsv, parseJson, type ParsedCatalog, type ParseOptions } from './parse-catalog.ts';
import type { SourceRecord } from './source-record.ts';
import { utf8Watch } from './utf8-watch.ts';

/** A file while it is read: records of a CSV as they come, or the whole text of a JSON document. */
export type Source = ({ kind: 'csv'; records: AsyncIterable<SourceRecord> } | { kind: 'json'; text: string }) & {
  /** SHA-256 of the bytes; complete once everything was read. */
  checksum: () => string;
};

const LONGEST_RECORD = 4_000_000;
const LARGEST_JSON = 100_000_000;

/**
 * Opens a file of unknown kind. Bytes are checked on the way: what is not UTF-8 text ends the reading.
 * @throws FileFault here or while the records are read, with the place where the file cannot be understood
 */
export async function readSource(bytes: AsyncIterable<Uint8Array>): Promise<Source> {
  const hash = createHash('sha256');
  const chunks = watched(bytes, (chunk) => void hash.update(chunk));
  const first = await chunks.next();
  const start = first.done ? new Uint8Array() : first.value;
  const all = continued(start, chunks);
  const checksum = once(() => hash.digest('hex'));
  if (/^\uFEFF?\s*[[{]/.test(Buffer.from(start.subarray(0, 200)).toString('utf8')))
    return { kind: 'json', text: await textOf(all), checksum };
  return { kind: 'csv', records: recordsOf(all), checksum };
}

/** A file as the import takes it; one that cannot be read is a file with one error. */
export async function readCatalog(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  options: ParseOptions
): Promise<{ file: { name: string; checksum: string }; parsed: ParsedCatalog }> {
  try {
    const source = await readSource(bytes);
    const parsed = source.kind === 'json' ? parseJson(source.text, options) : await parseCsv(source.records, options);
    return { parsed, file: { name, checksum: source.checksum() } };
  } catch (fault) {
    if (fault instanceof FileFault) return { parsed: faultyFile(fault, options.format), file: { name, checksum: '' } };
    throw fault;
  }
}

async function* watched(bytes: AsyncIterable<Uint8Array>, pass: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  const watch = utf8Watch();
  for await (const chunk of bytes) {
    watch.take(chunk);
    pass(chunk);
    yield chunk;
  }
  watch.end();
}

async function* continued(start: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield start;
  yield* rest;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > LARGEST_JSON) throw new FileFault('unreadable', `A JSON file may have ${LARGEST_JSON / 1_000_000} MB at most.`);
    parts.push(chunk);
  }
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}

/** Line numbers are counted here, by the line feeds inside of quoted cells: the parser itself counts CRLF there twice. */
async function* recordsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<SourceRecord> {
  let record = 1;
  let line = 1;
  let feeds = 0;
  const source = Readable.from(chunks, { objectMode: false });
  const options: Options<SourceRecord, string[]> = {
    bom: true,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: LONGEST_RECORD,
    cast(cell) {
      feeds += lineFeeds(cell);
      return cell;
    },
    on_record(cells): SourceRecord {
      const place = { record, line };
      record += 1;
      line += 1 + feeds;
      feeds = 0;
      return { place, cells };
    }
  };
  const parser = parse(options as unknown as Options);
  source.on('error', (fault) => parser.destroy(fault));
  try {
    yield* source.pipe(parser) as AsyncIterable<SourceRecord>;
  } catch (fault) {
    throw inWords(fault, { record, line: line + feeds });
  }
}

function lineFeeds(cell: string): number {
  let count = 0;
  for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count += 1;
  return count;
}

function inWords(fault: unknown, place: Place): unknown {
  const { line } = place;
  const said: Record<string, [IssueCode, string]> = {
    CSV_QUOTE_NOT_CLOSED: ['unclosed_quote', UNCLOSED(line)],
    CSV_INVALID_CLOSING_QUOTE: ['unclosed_quote', UNCLOSED(line)],
    INVALID_OPENING_QUOTE: [
      'bad_quote',
      `A cell on line ${line} has a quote inside but none around it; put the whole cell in quotes and double those inside.`
    ],
    CSV_MAX_RECORD_SIZE: [
      'unreadable',
      `The record on line ${line} is longer than ${LONGEST_RECORD / 1_000_000} MB; a quote may be missing.`
    ]
  };
  const [code, message] = said[(fault as { code?: string }).code ?? ''] ?? [];
  return code && message ? new FileFault(code, message, place) : fault;
}

const UNCLOSED = (line: number): string =>
  `The quote opened on line ${line} is not closed before its cell ends; double the quotes inside of a cell.`;
