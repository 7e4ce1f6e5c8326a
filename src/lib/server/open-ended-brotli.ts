import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);
/**
 * Looks back 64 kB, which is about a page. Up to there brotli keeps its finds in a table that is quicker to begin with: a fifth of the time
 * of a page, which does not grow by it.
 */
const LOOKS_BACK_BITS = 16;
/** A hundredth smaller than with 5, for a millisecond of each page that is kept. Looking back further, 9 would take twenty. */
const QUALITY = 9;
const FINISHED = Buffer.of(0b11);
/** What the header of a block can say with four digits of four bits. */
const MOST = 1 << 16;

/** The beginning of a compressed text whose end is added later, byte by byte as it stands: see `ended`. */
export async function openEnded(text: string): Promise<Buffer> {
  // A flush ends at a whole byte and leaves the stream open.
  return compress(text, {
    finishFlush: constants.BROTLI_OPERATION_FLUSH,
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: LOOKS_BACK_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text)
    }
  });
}

/**
 * The whole stream: the beginning, and the end in a block that is stored and not compressed (RFC 7932, 9.2). Nothing stands behind that
 * block but the mark of the end, so what it holds cannot change the reading of anything else.
 * @throws on an end of more than 64 kB or of nothing
 */
export function ended(beginning: Buffer, end: string): Buffer {
  const bytes = Buffer.from(end);
  if (bytes.byteLength === 0 || bytes.byteLength > MOST) throw new Error(`an end of ${bytes.byteLength} bytes does not fit one block`);
  // From the lowest bit: not the last (1 bit), four digits (2 bits), length less one (16 bits), stored (1 bit).
  const header = ((bytes.byteLength - 1) << 3) | (1 << 19);
  return Buffer.concat([beginning, Buffer.of(header & 0xff, (header >> 8) & 0xff, header >> 16), bytes, FINISHED]);
}
