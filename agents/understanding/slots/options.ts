/** What a shopper may choose between: the names of options and their values, as the product at hand has them. */
export type OptionChoices = Readonly<Record<string, readonly string[]>>;
export type SaidOption = { name: string; value: string };

/** What people say for a value: other words of the same size, Hindi for the colours. */
const otherWords: Record<string, readonly string[]> = {
  small: ['s', 'chota', 'chhota', 'smaller', 'small size', 'छोटा'],
  medium: ['m', 'med', 'mid size', 'medium size'],
  large: ['l', 'big', 'bigger', 'larger', 'bada', 'large size', 'बड़ा'],
  'extra large': ['xl', 'x-large', 'extra-large'],
  red: ['lal', 'laal', 'लाल'],
  blue: ['neela', 'nila', 'नीला'],
  green: ['hara', 'हरा'],
  black: ['kala', 'kaala', 'काला'],
  white: ['safed', 'सफेद'],
  yellow: ['peela', 'pila', 'पीला'],
  grey: ['gray'],
  colour: ['color']
};

/**
 * The values of a product's options that a message wants. What it wants instead of (`blue instead of red`, `from small to large`, `not the red`), or complains of
 * (`too small`), is none of them.
 */
export function optionsIn(text: string, choices: OptionChoices): SaidOption[] {
  const wanted = wantedOf(plainly(text));
  const letters = wanted.replaceAll(/\s+/g, '');
  const found: (SaidOption & { at: number; length: number })[] = [];
  for (const [name, values] of Object.entries(choices)) {
    const seen = values.flatMap((value) => seenAt({ wanted, letters }, value).map((place) => ({ name, value, ...place })));
    // `Extra large` holds `large`, and the longer one was meant; of several the last word counts.
    const whole = seen.filter(
      (one) => !seen.some((other) => other.length > one.length && other.at <= one.at && other.at + other.length >= one.at + one.length)
    );
    const last = whole.toSorted((one, other) => other.at - one.at)[0];
    if (last) found.push(last);
  }
  return found.map(({ name, value }) => ({ name, value }));
}

type Text = { wanted: string; letters: string };

function seenAt({ wanted, letters: all }: Text, value: string): { at: number; length: number }[] {
  return sayingsOf(value)
    .filter(({ letters }) => all.includes(letters))
    .flatMap(({ pattern }) => [...wanted.matchAll(pattern)].map((match) => ({ at: match.index, length: match[0].length })));
}

/** `letters`: without spaces, as whoever says it has them in this order. */
type Saying = { letters: string; pattern: RegExp };
/** The same few values are looked for in every message. */
const sayings = new Map<string, Saying[]>();
const MOST_SAYINGS = 500;

/** All that is said for a value, the longest first. */
function sayingsOf(value: string): Saying[] {
  const known = sayings.get(value);
  if (known) return known;
  const plain = plainly(value);
  const said = [plain, ...(otherWords[plain] ?? [])].toSorted((one, other) => other.length - one.length);
  const made = said.map((word) => ({ letters: word.replaceAll(/\s+/g, ''), pattern: patternOf(word) }));
  if (sayings.size < MOST_SAYINGS) sayings.set(value, made);
  return made;
}

function patternOf(word: string): RegExp {
  const written = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/\s+/g, String.raw`\s*`);
  return new RegExp(`(?<![\\p{L}\\p{N}])${written}(?![\\p{L}\\p{N}\\p{M}])`, 'gu');
}

const plainly = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[’`]/g, "'")
    .replaceAll(/(\d)\s*(cm|mm|m|kg|g|l|ml|seater|seats?)\b/g, '$1 $2')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Leaves out what is to go. */
const wantedOf = (text: string): string =>
  text
    .replaceAll(/\btoo (?:extra )?\S+/gu, ' ')
    .replaceAll(
      /\b(?:instead of|in place of|rather than|not)\s+(?:the |a |an )?(?:\S+ ?){1,2}?(?=$|[,.!?]|\s(?:but|want|please|i|give|send|ordered|one)\b|\b)/gu,
      ' '
    )
    .replaceAll(/\bfrom\s+(?:the |a |an )?\S+(?:\s\S+)?\s+to\b/gu, ' to ')
    .replaceAll(/\b(?:swap|change|exchange|replace)\s+(?:the |my |a )?\S+(?: \S+){0,2}? (?=(?:to|for|with|by)\b)/gu, ' ')
    .replaceAll(
      /\b(?:i )?(?:ordered|got|received|have|bought|picked|chose|selected|sent me|came in|it is|it's)\s+(?:the |a |an |in )?\S+(?: (?=but|want|need|please|,))?/gu,
      ' '
    )
    .replaceAll(/\S+(?: wala)? (?:ki jagah|ke badle|nahi)\b/gu, ' ');
