import { FileFault } from './import-issue.ts';

const NUL = 0;
const ZIP = [0x50, 0x4b];

/**
 * Reads along while bytes pass by in chunks and stops at the first that is not UTF-8 text, naming its offset:
 * one clear fault for a UTF-16 or zip file in place of a thousand odd cells.
 */
export function utf8Watch(): { take: (bytes: Uint8Array) => void; end: () => void } {
  let passed = 0;
  let open: Open = NOTHING_OPEN;

  function wrong(offset: number, what: string): never {
    throw new FileFault('bad_encoding', `The file is not UTF-8: ${what} at byte ${offset}. Save it as "CSV UTF-8" and try again.`);
  }

  return {
    take(bytes) {
      if (passed === 0) refuseOtherKinds(bytes, wrong);
      for (let at = 0; at < bytes.length; at++) {
        const next = step(open, bytes[at] ?? NUL);
        if (next === undefined) wrong(passed + at, `the byte 0x${(bytes[at] ?? NUL).toString(16).padStart(2, '0')} does not belong`);
        open = next;
      }
      passed += bytes.length;
    },
    end() {
      if (open.more > 0) wrong(passed, 'a character is cut off');
    }
  };
}

function refuseOtherKinds(bytes: Uint8Array, wrong: (offset: number, what: string) => never): void {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) wrong(0, 'a UTF-16 mark');
  if (first === ZIP[0] && second === ZIP[1] && (bytes[2] ?? 0) < 0x20) wrong(0, 'the start of a zip file (an .xlsx is one)');
}

/** How many bytes the open character still wants, and within which bounds the next must lie. */
type Open = { more: number; from: number; to: number };
const NOTHING_OPEN: Open = { more: 0, from: 0x80, to: 0xbf };

function step(open: Open, byte: number): Open | undefined {
  if (open.more === 0) return byte < 0x80 && byte !== NUL ? open : opened(byte);
  if (byte < open.from || byte > open.to) return undefined;
  return { ...NOTHING_OPEN, more: open.more - 1 };
}

// The narrowed bounds keep out overlong forms, surrogates and what lies beyond U+10FFFF (RFC 3629, section 4).
function opened(byte: number): Open | undefined {
  if (byte >= 0xc2 && byte <= 0xdf) return { more: 1, from: 0x80, to: 0xbf };
  if (byte >= 0xe0 && byte <= 0xef) return { more: 2, from: byte === 0xe0 ? 0xa0 : 0x80, to: byte === 0xed ? 0x9f : 0xbf };
  if (byte >= 0xf0 && byte <= 0xf4) return { more: 3, from: byte === 0xf0 ? 0x90 : 0x80, to: byte === 0xf4 ? 0x8f : 0xbf };
  return undefined;
}
