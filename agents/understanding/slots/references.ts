/** Numbers and addresses that name a thing or a person, as people type them. */

const OURS = /(?<![\p{L}\p{N}])(?:order\s*)?m\s?z\s?[-–—_ ]?\s?((?:[0-9a-z][ -]?){9}[0-9a-z])(?:-\d{1,3})?(?![\p{L}\p{N}])/giu;
const OURS_EXACT = /^[0-9A-Z]{10}$/;
const CALLED =
  /(?:\border|\bord|ऑर्डर)\s*(?:(?:(?:id|number|num|no|nr|reference|ref|code|is|was|my|ka)(?![\p{L}])|नंबर|=)\s*[.:#]?\s*)*[#:]?\s*([0-9A-Za-z][0-9A-Za-z._-]{2,39})/giu;
const HASHED = /(?<![\p{L}\p{N}])#\s?([0-9A-Za-z][0-9A-Za-z._-]{1,39})/gu;
const RETURN = /(?<![\p{L}\p{N}])r\s?-\s?([0-9a-z]{8})(?![\p{L}\p{N}])/giu;
const EMAIL =
  /(?<![\w.+-])([\w+-]{1,64}(?:\.[\w+-]{1,64}){0,5})\s?@\s?([\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})(?:\.[\p{L}\p{N}-]{1,63}){0,4}\.\p{L}{2,24})/giu;
/** Two postcodes side by side are no phone. */
const TWO_POSTCODES = /^[1-9]\d{5}[ -]+[1-9]\d{5}$/;
const PHONE = /(?<![\p{L}\p{N}-])(\+?\d(?:[ ().-]{0,2}\d){9,13})(?![\p{L}\p{N}])/gu;

/** As it was meant: O for 0, I and L for 1; a number of ours holds none of those letters. */
function ours(typed: string): string | undefined {
  const bare = typed.replaceAll(/[ -]/g, '').toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return OURS_EXACT.test(bare) && !bare.includes('U') ? `MZ-${bare}` : undefined;
}

/**
 * Numbers of orders, ours as they are written on a receipt. A number that another system gave may be any plain word, so it counts only where it
 * is called an order or has a # before it, and holds a digit.
 */
export function orderNumbersIn(text: string): string[] {
  const found = [...text.matchAll(OURS)].map(([, typed = '']) => ours(typed)).filter((number) => number !== undefined);
  const rest = withoutReferences(text);
  const others = [...rest.matchAll(CALLED), ...rest.matchAll(HASHED)]
    .map(([, typed = '']) => typed.replace(/[._-]+$/, ''))
    .filter((typed) => /\d{2}/.test(typed));
  return [...new Set([...found, ...others])];
}

/** What is left to be read as words: the end of a number of ours may look like a size. */
export const withoutReferences = (text: string): string => text.replaceAll(OURS, ' ').replaceAll(RETURN, ' ').replaceAll(EMAIL, ' ');

export const returnNumbersIn = (text: string): string[] => [
  ...new Set([...text.matchAll(RETURN)].map(([, typed = '']) => `R-${typed.toUpperCase()}`))
];

export const emailsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(EMAIL)].map(([, name = '', host = '']) => `${name}@${host}`.toLowerCase().replace(/[.-]+$/, '')))
];

/** Digits alone, with the + of a country where it stands. Ten digits or more: a postcode is no phone. */
export const phonesIn = (text: string): string[] => [
  ...new Set(
    [...text.replaceAll(OURS, ' ').matchAll(PHONE)]
      .map(([, typed = '']) => typed)
      .filter((typed) => !TWO_POSTCODES.test(typed))
      .map((typed) => typed.replaceAll(/[^\d+]/g, ''))
      .filter((digits) => digits.length <= 14)
  )
];
