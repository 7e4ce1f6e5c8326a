import { hasWrongCheckDigit } from '../catalog/import/check-digit.ts';

/** What a number under bars may stand for. `misread`: one digit or more of it is wrong. */
export type Barcode = { codes: string[]; misread: boolean };

/**
 * Reads GTINs of 8, 12, 13 and 14 digits, with the spaces that are printed between them, and the short form of UPC that small things
 * bear: eight digits that stand for twelve. Everything else is a word or an SKU, and no misread one.
 */
export function readBarcode(text: string): Barcode {
  const code = text.trim();
  const digits = code.replaceAll(/[\s-]/g, '');
  if (!GTIN.test(digits)) return { codes: [code], misread: false };
  const long = upcOf(digits);
  return { codes: [code, digits, long].filter(isOwnOf), misread: hasWrongCheckDigit(digits) && (!long || hasWrongCheckDigit(long)) };
}

const GTIN = /^(\d{8}|\d{12,14})$/;
const isOwnOf = (code: string | undefined, place: number, all: unknown[]): code is string =>
  code !== undefined && all.indexOf(code) === place;

/** UPC-E leaves out a run of zeros; its sixth digit says which. The check digit is that of the long form. */
function upcOf(digits: string): string | undefined {
  const [, system, body, last = '', check] = /^([01])(\d{5})(\d)(\d)$/.exec(digits) ?? [];
  if (system === undefined || body === undefined) return undefined;
  const [maker, item] = halves(body, Number(last));
  return `${system}${maker}${item}${check}`;
}

function halves(body: string, last: number): [string, string] {
  if (last <= 2) return [`${body.slice(0, 2)}${last}00`, `00${body.slice(2)}`];
  if (last === 3) return [`${body.slice(0, 3)}00`, `000${body.slice(3)}`];
  if (last === 4) return [`${body.slice(0, 4)}0`, `0000${body.slice(4)}`];
  return [body, `0000${last}`];
}
