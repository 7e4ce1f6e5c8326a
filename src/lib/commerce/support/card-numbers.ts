/** What stands between the digits of one number: spaces, points, strokes, brackets, signs that nobody sees. A plus begins a number, and ₹ an amount. */
export const BETWEEN = String.raw`[\s\p{P}\p{Cf}|~=<>^]`;
const RUN = new RegExp(String.raw`\d(?:${BETWEEN}{0,6}\d){12,}`, 'gu');

/** How the numbers of each issuer begin and how long they are: within a longer number Luhn alone holds for every tenth by chance. */
const ISSUED = [
  /^4(?:\d{12}|\d{15}|\d{18})$/,
  /^(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}$/,
  /^3[47]\d{13}$/,
  /^3(?:0[0-5]|[689]\d)\d{11,16}$/,
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/,
  /^6\d{15,18}$/,
  /^(?:508|8[12]\d)\d{13}$/,
  /^(?:50[1-4]\d|5893)\d{8,15}$/
];
const [SHORTEST, LONGEST] = [13, 19];
/** With its country a phone number has no more digits than this. */
const LONGEST_PHONE = 15;

/** Puts something in the place of each card number, also of one that other digits stand before or behind. */
export const replaceCards = (text: string, put: () => string): string =>
  text.replaceAll(RUN, (run, at: number, whole: string) => replaceIn(run, whole[at - 1] === '+', put));

function replaceIn(run: string, isPhone: boolean, put: () => string): string {
  const at = Array.from(run.matchAll(/\d/g), ({ index }) => index);
  const isOfCard = digitsOfCards(run, at, isPhone);
  let [text, from] = ['', 0];
  for (let n = 0; n < at.length; n++) {
    if (!isOfCard[n]) continue;
    if (!isOfCard[n - 1]) text += run.slice(from, at[n]) + put();
    from = (at[n] ?? 0) + 1;
  }
  return text + run.slice(from);
}

/** Which digits of a run belong to cards, and what is written in one with those. */
function digitsOfCards(run: string, at: readonly number[], isPhone: boolean): boolean[] {
  const digits = at.map((index) => run[index]).join('');
  const isJoined = at.map((index, n) => n > 0 && index === (at[n - 1] ?? 0) + 1);
  const isOfCard = at.map(() => false);
  for (const [from, to] of windowsOf(isJoined)) {
    if (isPhone && from === 0 && to <= LONGEST_PHONE) continue;
    if (isIssued(digits.slice(from, to))) isOfCard.fill(true, from, to);
  }
  for (let n = 1; n < at.length; n++) isOfCard[n] ||= isJoined[n] === true && isOfCard[n - 1] === true;
  for (let n = at.length - 1; n > 0; n--) isOfCard[n - 1] ||= isJoined[n] === true && isOfCard[n] === true;
  return isOfCard;
}

const isIssued = (number: string): boolean => ISSUED.some((issued) => issued.test(number)) && isLuhn(number);

/** A card begins or ends where a group of digits does: numbers of parcels are longer, and have something like a card somewhere in them. */
function* windowsOf(isJoined: readonly boolean[]): Generator<[from: number, to: number]> {
  for (const from of isJoined.keys()) {
    const last = Math.min(from + LONGEST, isJoined.length);
    for (let to = from + SHORTEST; to <= last; to++) if (isJoined[from] !== true || isJoined[to] !== true) yield [from, to];
  }
}

/** Every second digit from the right doubled, the sum a multiple of ten. The same digit all along is no card. */
export function isLuhn(number: string): boolean {
  const digits = Array.from(number, Number).toReversed();
  if (digits.every((digit) => digit === digits[0])) return false;
  const sum = digits.reduce((total, digit, at) => total + (at % 2 === 0 ? digit : doubled(digit)), 0);
  return sum % 10 === 0;
}

const doubled = (digit: number): number => (digit * 2 > 9 ? digit * 2 - 9 : digit * 2);

const DIGIT = /\p{Nd}/u;
/** Digits of any script are digits. Each script has its ten in a row, from nought on, so that rows side by side are told by their tens. */
export const plainDigits = (text: string): string => text.replaceAll(/\p{Nd}/gu, (digit) => String(valueOf(digit.codePointAt(0) ?? 0)));

function valueOf(point: number): number {
  let first = point;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first--;
  return (point - first) % 10;
}
