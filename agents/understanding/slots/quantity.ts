const NUMBERS: Record<string, number> = Object.fromEntries(
  [
    'one ek single एक',
    'two do pair both couple दो',
    'three teen तीन',
    'four char chaar चार',
    'five paanch panch पांच',
    'six chhe छह',
    'seven',
    'eight',
    'nine',
    'ten das दस'
  ].flatMap((names, at) => names.split(' ').map((name) => [name, at === 1 && ['pair', 'both', 'couple'].includes(name) ? 2 : at + 1]))
);
/** What is counted otherwise than in pieces: time, money, sizes, and what a thing has so many of. */
const OTHERWISE =
  /^\s*[-]?\s*(?:more\s+(?:day|week|hour)s?\b|-?\d|purchases? ago|x\s*\d|st\b|nd\b|rd\b|th\b|days?\b|weeks?\b|months?\b|years?\b|hours?\b|hrs?\b|minutes?\b|am\b|pm\b|o'?clock|rs\b|rupees\b|inr\b|usd\b|dollars?\b|%|percent|cm\b|mm\b|m\b|kg\b|g\b|l\b|ml\b|inch|feet\b|ft\b|seater|stars?\b|times?\b|:\d|\/|[.,]\d|main\b|cross\b|floor\b|bhk\b|size\b)/iu;
const MOST = 99;

/** How many pieces a message speaks of; of `two instead of one` and `from one to two` the wanted ones. */
export function quantityIn(text: string): number | undefined {
  const plain = text
    .toLowerCase()
    .replaceAll(/\b(?:instead of|not|rather than)\s+(?:just |only )?[\p{L}\p{M}\d]+/gu, ' ')
    .replaceAll(/\bfrom\s+[\p{L}\d]+\s+to\b/gu, ' to ');
  for (const match of plain.matchAll(
    /(?<![\p{L}\p{M}\p{N}#.,₹$/:-])(?:x\s?)?(\d{1,2}|[\p{L}\p{M}]+)(?:x(?![\p{L}\d]))?(?![\p{L}\p{M}\d])/gu
  )) {
    const [all, said = ''] = match;
    const before = plain.slice(0, match.index);
    const after = plain.slice(match.index + all.length);
    const many = Object.hasOwn(NUMBERS, said) ? NUMBERS[said] : Number(said);
    if (many === undefined || !(many >= 1 && many <= MOST) || OTHERWISE.test(after) || NOT_COUNTED.test(before)) continue;
    if (!isCount(said, before, after)) continue;
    return many;
  }
  return undefined;
}

const NOT_COUNTED =
  /(?:\brs\.?|₹|\$|\border(?: no| id| number)?|\bno\.?|\bflat|\bhouse|\bsector|\bblock|\bphase|\bfloor|\bnumber)\s*[:#]?\s*$/u;

/** `One` and `do` are mostly no numbers: `the blue one`, `do it`. They count only where they stand like one. */
function isCount(said: string, before: string, after: string): boolean {
  if (said === 'one' || said === 'single')
    return (
      /(?:\b(?:only|just|to|make it|quantity|qty|remove|return|cancel|need|want|add|send|order|buy|of)\s*)$/u.test(before) &&
      !/^\s*(?:that|which|who)\b/u.test(after)
    );
  if (said === 'do') return /^\s+(?:piece|cup|chair|plate|glass|kursi|saman|item|lamp|chahiye|cheez)/u.test(after);
  if (said === 'das' || said === 'char' || said === 'ek') return /^\s+\S/u.test(after);
  return true;
}
