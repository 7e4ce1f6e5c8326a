import type { Language } from '#lib/commerce/support/who.ts';

/** Words of Hindi that people type in Latin letters and that are no words of English. */
const hindi = new Set(
  (
    'hai hain nahi nhi nahin kya kab kaha kahan kidhar kaise kitna kitne kitni kyu kyun kyon mera meri mere mujhe hume humko aap aapka tum tumhara ' +
    'karo kar karna karni kardo karao karwao karado kare karke chahiye chaiye wapas vapas paisa paise milega mila mile aaya aayi aayega ayega gaya gayi ' +
    'abhi tak bhai yaar saman samaan dukan kharab galat toota tuta batao bata bhejo bhej dikhao aur ka ki ke ko mein wala wali haan theek thik accha acha bahut ' +
    'jaldi kal parso aaj ghar pata badal badalna dusra dusri phir wahi insaan baat dhanyavad shukriya namaste kuch koi kisi din bhejna doosra doosri dukaan raha rahi hua hui hota liye'
  ).split(' ')
);
/** Letters that no word of English or Hindi has are no proof; enough everyday words are. */
const english = new Set(
  (
    'the a an is are was my your i you it to of in on for and or not do does did have has can could would will where when what how why who please ' +
    'want need order return refund cancel help me we they this that with from at if no yes hi hello thanks thank delivery address store price payment'
  ).split(' ')
);

/** A guess at the language, good enough to choose in which to answer. What has no word at all is taken for English. */
export function languageOf(text: string): Language {
  const words =
    text
      .toLowerCase()
      .replaceAll(/\S*\d\S*/g, ' ')
      .match(/[\p{L}\p{M}]+/gu) ?? [];
  if (words.length === 0) return 'en';
  const share = (script: RegExp) => words.filter((word) => script.test(word)).length / words.length;
  if (share(/\p{Script=Devanagari}/u) >= 0.3) return 'hi';
  if (share(/\p{Script=Latin}/u) < 0.5) return 'other';
  const inHindi = words.filter((word) => hindi.has(word)).length;
  const inEnglish = words.filter((word) => english.has(word)).length;
  const few = inHindi === 1 && words.length <= 3 && inEnglish < 2;
  if (inHindi >= 2 || few) return 'hinglish';
  const accented = inEnglish === 0 && words.length >= FOREIGN_FROM && share(/^[a-z]+$/) < 1;
  return foreign(words, accented) ? 'other' : 'en';
}

const FOREIGN_FROM = 3;
/** Everyday words of the languages that are written to a shop in India and the United States besides. */
const others = new Set(
  (
    'donde esta mi pedido quiero por favor gracias hola cuando devolver cancelar el los las una un para que no ou est ma commande je veux bonjour merci quand le les ' +
    'wo ist meine bestellung ich möchte bitte wann der die das und nicht eppo enge en order kahe kothay amar kobe majha kuthe ahe'
  ).split(' ')
);

function foreign(words: readonly string[], accented: boolean): boolean {
  if (accented) return true;
  const strange = words.filter((word) => others.has(word) && !english.has(word)).length;
  return strange >= 2 && strange > words.filter((word) => english.has(word)).length;
}
