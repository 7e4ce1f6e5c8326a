import { postcodesIn, type Postcode } from './postcode.ts';
import { stateNamed } from './states.ts';

/** The labelled parts of an address; a part that was not said is empty. */
export type SaidAddress = { line1: string; line2: string; city: string; state: string; postcode: string; country: Postcode['country'] };

/** What comes before an address in a sentence. */
const LEAD =
  /^.*?\b(?:(?:new |correct |delivery |shipping |my )*address(?: is| to| should be| now)?\s*[:=-]?|(?:send|ship|deliver|bring|redirect|forward|change|move|update)\b(?:\s+(?!to\b|at\b)\S+){0,7}?\s+(?:to|at)\b(?:\s+(?:the\s+)?(?:following|this|new)\s+address\s*:?)?|i (?:now )?live at|i have moved to|moved to|bhejo|pata(?: hai)?\s*:?)\s+(?=\S)/isu;
/** What they call the place, before its address. */
const CALLED =
  /^(?:the |my |our )?(?:office|work(?:place)?|home|house|place|parents|neighbou?r)(?: (?:instead|now|address|please|at))*\s*:\s*(?=\S)/iu;
/** What comes after it. */
const TAIL =
  /[\s,.]*\b(?:please|pls|plz|thanks|thank you|instead(?: of .*)?|in place of .*|asap|now|from now on|par bhejo|pe bhejo|par bhej do|pe bhej do|india|usa|united states)\b[\s.!]*$/iu;
const ABBREVIATED = 3;
const STREET =
  /\b(?:road|rd|street|st|lane|ln|avenue|ave|nagar|layout|colony|sector|block|cross|main|marg|flat|house|apartments?|apt|floor|tower|plot|drive|dr|boulevard|blvd|court|ct|way|place|society|enclave|phase|village|near|opp|opposite|behind)\b|\d/iu;

/** The address in a message, or undefined when it has none: it needs a street, and a postcode or a city with its state. */
export function addressIn(text: string): SaidAddress | undefined {
  const [postcode] = postcodesIn(text).toReversed();
  const plain = cleaned(text, postcode);
  const said = plain.replace(LEAD, '').replace(CALLED, '').replace(TAIL, '').replace(TAIL, '');
  const parts = partsOf(said);
  const { state, country } = takeState(parts, postcode);
  if (postcode === undefined && state === '') return undefined;
  const city = takeCity(parts);
  const [line1 = '', ...more] = parts;
  if (line1 === '' || !STREET.test([line1, ...more].join(' '))) return undefined;
  return { line1, line2: more.join(', '), city, state, postcode: postcode?.code ?? '', country };
}

function cleaned(text: string, postcode: Postcode | undefined): string {
  let plain = text.normalize('NFKC').slice(0, 1_000).replaceAll(/\r?\n/g, ', ');
  if (postcode) {
    const { code } = postcode;
    const written = postcode.country === 'IN' ? `${code.slice(0, 3)}[ -]?${code.slice(3)}` : `${code}(?:-\\d{4})?`;
    const all = [
      ...plain.matchAll(
        new RegExp(`[\\s,-]*(?:\\b(?:pin(?:\\s?code)?|zip(?:\\s?code)?|postcode)\\b\\s*[:=-]?\\s*)?\\b${written}\\b`, 'giu')
      )
    ];
    const last = all.at(-1);
    if (last) plain = `${plain.slice(0, last.index)},${plain.slice(last.index + last[0].length)}`;
  }
  return plain;
}

function partsOf(said: string): string[] {
  return said
    .split(/\s*,\s*|\s+-\s+/)
    .map((part) => part.replaceAll(/\s+/g, ' ').replace(/^[\s.:;-]+|[\s.:;!?-]+$/g, ''))
    .filter((part) => part !== '' && !/^(?:and|please|pls|thanks|india|usa)$/i.test(part));
}

/** The state stands last, alone or after the city. */
function takeState(parts: string[], postcode: Postcode | undefined): { state: string; country: Postcode['country'] } {
  const last = parts.at(-1) ?? '';
  const words = last.split(' ');
  for (let from = 0; from < words.length; from += 1) {
    const named = stateIn(words.slice(from).join(' '), postcode);
    if (!named) continue;
    // `New Delhi` alone is the city, and says which state; after another city, or as `NY`, it is the state.
    const isCity = from === 0 && named.alsoCity && last.length > ABBREVIATED && stateNamed(parts.at(-2) ?? '') === undefined;
    if (isCity) return { state: named.name, country: named.country };
    parts.splice(-1, 1, ...(from === 0 ? [] : [words.slice(0, from).join(' ')]));
    return { state: named.name, country: named.country };
  }
  return { state: '', country: postcode?.country ?? 'IN' };
}

/** Without a postcode `me` and `in` are words, and no states. */
const stateIn = (said: string, postcode: Postcode | undefined): ReturnType<typeof stateNamed> =>
  !postcode && said.length <= ABBREVIATED ? undefined : stateNamed(said, postcode?.country);

/** What stands last then is the city; where all is written in one, its last word, or two for those that have two. */
function takeCity(parts: string[]): string {
  // Whoever names a street last has left out the city: the postcode says which it is.
  if (parts.length >= 2) return STREET.test(parts.at(-1) ?? '') ? '' : (parts.pop() ?? '');
  const words = (parts[0] ?? '').split(' ');
  if (words.length < 3) return '';
  const many = TWO_WORDS.test(words.slice(-2).join(' ')) ? 2 : 1;
  const city = words.slice(-many).join(' ');
  if (STREET.test(city)) return '';
  parts[0] = words.slice(0, -many).join(' ');
  return city;
}

const TWO_WORDS =
  /^(?:new|navi|greater|san|los|las|santa|fort|st\.?|saint|salt|el|port|kansas|oklahoma|jersey|long|palm|baton|grand|west|east|north|south|old|uttar|great) \p{L}+$/iu;
