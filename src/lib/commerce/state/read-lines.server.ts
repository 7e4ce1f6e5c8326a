import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { FileLine } from './file-line.ts';
import { LONGEST_LINE } from './state-record.ts';

const END = 0x0a;
const RETURN = 0x0d;
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** A file's lines as it streams past, no more than one of them in memory; and its SHA-256 once all of it has passed. */
export function readLines(bytes: AsyncIterable<Uint8Array>): { lines: AsyncIterable<FileLine>; checksum: () => string } {
  const hash = createHash('sha256');
  return { lines: linesOf(bytes, hash), checksum: () => hash.copy().digest('hex') };
}

async function* linesOf(bytes: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>): AsyncGenerator<FileLine> {
  let line = 1;
  let passed = 0;
  let open: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    hash.update(buffer);
    let from = 0;
    for (let at = buffer.indexOf(END); at >= 0; at = buffer.indexOf(END, from)) {
      size += at - from;
      open.push(buffer.subarray(from, at));
      yield asLine(open, { line, size, start: passed, isCut: false });
      passed += size + 1;
      [open, size, from] = [[], 0, at + 1];
      line += 1;
    }
    size += buffer.length - from;
    // What is too long is counted and not kept.
    if (size <= LONGEST_LINE) open.push(Buffer.from(buffer.subarray(from)));
    else open = [];
  }
  if (size > 0) yield asLine(open, { line, size, start: passed, isCut: true });
}

function asLine(parts: Buffer[], { line, size, start, isCut }: { line: number; size: number; start: number; isCut: boolean }): FileLine {
  if (size > LONGEST_LINE) return { line, fault: 'line_too_long' };
  const whole = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  if (!isUtf8(whole)) return { line, fault: 'bad_encoding', offset: start + firstBad(whole) };
  const unmarked = line === 1 && whole.subarray(0, 3).equals(MARK) ? whole.subarray(3) : whole;
  const text = unmarked.at(-1) === RETURN ? unmarked.subarray(0, -1) : unmarked;
  return { line, text: text.toString('utf8'), isCut };
}

/** The first byte after which no prefix is UTF-8 any more; a character that is cut off is bad at its beginning. */
function firstBad(bytes: Buffer): number {
  let [good, bad] = [0, bytes.length];
  while (good + 1 < bad) {
    const middle = (good + bad) >> 1;
    if (mayGoOn(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function mayGoOn(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
