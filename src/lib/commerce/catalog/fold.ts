const COMBINING_LATIN = /[\u0300-\u036f]/g;
const ARABIC_MARKS = /[\u064b-\u065f\u0670\u0640]/g;
const NO_WORD = /[^\p{L}\p{M}\p{N}]+/gu;

/**
 * Lower case, without accents, only words parted by single spaces: the one form in which words are stored and looked for.
 * Vowel signs of Indian scripts are no accents and stay.
 */
export function foldWords(text: string): string {
  return foldLetters(text).replace(NO_WORD, ' ').trim();
}

/** The same with punctuation kept, for what needs to see "₹7,000". */
export function foldLetters(text: string): string {
  return text.normalize('NFKD').replace(COMBINING_LATIN, '').replace(ARABIC_MARKS, '').normalize('NFC').toLowerCase();
}
