/**
 * Hindi and Urdu words in Latin letters, as people type them on a phone: मेज़ and میز are "mez". No scholarly scheme: long and
 * short vowels fall together, and where a script leaves the vowel open there is a spelling for each way to read it.
 */
const consonants = new Map(
  pairs(
    'क k ख kh ग g घ gh ङ n च ch छ chh ज j झ jh ञ n ट t ठ th ड d ढ dh ण n त t थ th द d ध dh न n प p फ ph ब b भ bh म m य y र r ल l ळ l व v श sh ष sh स s ह h'
  )
);
const dotted = new Map(pairs('क q ख kh ग g ज z ड r ढ rh फ f'));
const vowels = new Map(pairs('अ a आ a इ i ई i उ u ऊ u ऋ ri ए e ऐ ai ऑ o ओ o औ au ऍ a'));
const vowelSigns = new Map(pairs('ा a ि i ी i ु u ू u ृ ri े e ै ai ॉ o ो o ौ au ॅ a'));
const arabic = new Map(
  pairs(
    'ا a آ a ب b پ p ت t ٹ t ث s ج j چ ch ح h خ kh د d ڈ d ذ z ر r ڑ r ز z ژ zh س s ش sh ص s ض z ط t ظ z ع a غ gh ف f ق q ک k ك k گ g ل l م m ن n ں n ہ h ھ h ه h ۃ h ة h ئ i ؤ o ے e أ a إ i ۂ h'
  )
);

const NUKTA = '़';
const VIRAMA = '्';
const NASAL = new Set(['ं', 'ँ']);
const LABIAL = /^[pbm]/;
const DEVANAGARI = /[\u0900-\u097f]/;
const ARABIC = /[\u0600-\u06ff]/;

/** Ways to write the word in Latin letters, the likeliest first; none for a word that is in Latin already. */
export function latinSpellings(word: string): string[] {
  if (DEVANAGARI.test(word)) return devanagariSpellings(word);
  return ARABIC.test(word) ? arabicSpellings(word) : [];
}

type Sound = { text: string; isVowel: boolean; isInherent?: boolean };

function devanagariSpellings(word: string): string[] {
  const spelt = join(withoutSilentVowels(soundsOf(word.normalize('NFC'))));
  // Words from English write their "a" as ai: लैंप is a lamp.
  return unique([spelt, spelt.replaceAll('ai', 'a'), spelt.replaceAll('v', 'w')]);
}

function soundsOf(word: string): Sound[] {
  const letters = Array.from(word);
  return letters.flatMap((letter, place) => soundOf(letter, letters.slice(place + 1)));
}

function soundOf(letter: string, [next, afterNext]: string[]): Sound[] {
  const isDotted = next === NUKTA;
  const consonant = (isDotted ? dotted.get(letter) : undefined) ?? consonants.get(letter);
  if (consonant !== undefined) return withInherentVowel(consonant, isDotted ? afterNext : next);
  const vowel = vowels.get(letter) ?? vowelSigns.get(letter);
  if (vowel !== undefined) return [{ text: vowel, isVowel: true }];
  if (letter === NUKTA || letter === VIRAMA) return [];
  return [{ text: NASAL.has(letter) ? nasalBefore(next) : letter, isVowel: false }];
}

const nasalBefore = (next: string | undefined): string => (LABIAL.test(consonants.get(next ?? '') ?? '') ? 'm' : 'n');

/** A consonant is followed by "a" unless a vowel sign or the mark of silence says otherwise. */
function withInherentVowel(consonant: string, next: string | undefined): Sound[] {
  const sound = { text: consonant, isVowel: false };
  if (next !== undefined && (next === VIRAMA || vowelSigns.has(next))) return [sound];
  return [sound, { text: 'a', isVowel: true, isInherent: true }];
}

/** The "a" that is written by nobody and spoken by nobody: at the end, and between two syllables that carry it (रोशनी: roshni). */
function withoutSilentVowels(sounds: Sound[]): Sound[] {
  return sounds.filter((sound, place) => {
    if (!sound.isInherent) return true;
    const before = sounds.slice(0, place);
    if (place === sounds.length - 1) return !before.some(({ isVowel }) => isVowel);
    const [second, third] = [sounds[place + 1], sounds[place + 2]];
    const inOpenSyllable = before.length > 1 && before.at(-2)?.isVowel === true;
    const opensNext = second?.isVowel === false && third?.isVowel === true && !third.isInherent;
    return !(inOpenSyllable && opensNext);
  });
}

function arabicSpellings(word: string): string[] {
  const letters = Array.from(word);
  const spell = (y: string, w: string): string =>
    letters
      .map((letter, place) => {
        if (letter === 'ی' || letter === 'ي' || letter === 'ى') return place === 0 ? 'y' : y;
        if (letter === 'و') return place === 0 ? 'v' : w;
        return arabic.get(letter) ?? '';
      })
      .join('');
  return unique([spell('i', 'o'), spell('e', 'o'), spell('i', 'u'), spell('e', 'u'), spell('ai', 'au')]).filter((spelt) => spelt !== '');
}

const join = (sounds: Sound[]): string => sounds.map(({ text }) => text).join('');
const unique = (words: string[]): string[] => [...new Set(words)];

function pairs(list: string): [string, string][] {
  const cells = list.split(' ');
  return cells.flatMap((cell, place) => (place % 2 === 0 ? [[cell, cells[place + 1] ?? ''] as [string, string]] : []));
}
