import { sameWord } from './spellings.ts';

/** What stands for a thing whose exact letters say nothing of the wish. */
const placeholders: [seen: RegExp, word: string][] = [
  [/\bhttps?:\/\/\S+/g, ' xlink '],
  [/(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g, ' xemail '],
  [/\bmz[ -]?[0-9a-z]{10}(?:-\d{1,3})?\b/g, ' xorder '],
  [/\br-[0-9a-z]{8}\b/g, ' xreturn '],
  [/\b20\d{2}-\d{1,2}-\d{1,2}\b/g, ' xday '],
  [/(?:₹|\$|\brs\.?|\binr|\busd)\s*\d[\d,.]*|\b\d[\d,.]{0,15}\s?(?:₹|rs\b|rupees\b|bucks\b|dollars?\b)/g, ' xmoney '],
  [/#\s*\d+/g, ' xorder '],
  [/\+?\d[\d -]{8,}\d/g, ' xphone '],
  [/\b[1-9]\d{2} \d{3}\b|\b[1-9]\d{4,5}\b/g, ' xpin '],
  [/\d{4,}/g, ' xlong '],
  [/\d+/g, ' xnum ']
];

/** More than a shopper may write; what comes after it is not read. */
const MOST_LETTERS = 4_000;
const LONGEST_WORD = 30;

/** The words of a message: lower case, without marks, numbers as what they are, spellings that mean the same as one. */
export function wordsOf(text: string): string[] {
  let plain = text
    .slice(0, MOST_LETTERS)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[’‘`´]/g, "'");
  for (const [seen, word] of placeholders) plain = plain.replaceAll(seen, word);
  const found = plain.replaceAll("'", '').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return found.flatMap((word) => sameWord(word.replaceAll(/(\p{L})\1{2,}/gu, '$1$1').slice(0, LONGEST_WORD)).split(' '));
}

/** How people lead up to what they want; the wish comes after it. The longest come first. */
const leads = [
  'could you please|can you please|would you please|will you please|could you|can you|would you|will you|could u|can u',
  'i would like to|i would like|id like to|id like|i want to|i want|i wanna|i need to|i need|i have to|i have got to|i am trying to|i try to|i wish to',
  'do not know|dont know|dunno|do not remember|what i need to do to|what i have to do to|what do i need to do to|what do i have to do to',
  'what should i do to|what can i do to|how do i|how can i|how could i|how i can|how i could|how to|where do i|where can i|where could i',
  'i have a question|i have a query|i have a doubt|i got a question|if i can|if i could|if there is|do you mind|for information|some information|please|plz|kindly|hi|hello|hey|sir|madam|help me with|help me to|help me|help with|help to|help|assist me|assistance with|assistance to|assistance',
  'tell me about|tell me if|tell me|show me|ask an agent|let me know|more about|know about|know more|know if|know how|know where|know|information about|info about|want|need|i am|i'
]
  .flatMap((line) => line.split('|'))
  .map((lead) => lead.split(' '))
  .toSorted((one, other) => other.length - one.length);
/** What people add after it. */
const tails = [
  'can you help me|could you help me|could u help me|can u help me|will you help me|help me|can you help|please help|help',
  'what can i do|what could i do|what should i do|what do i do|what do i have to do|what do i need to do|what to do|what now',
  'how can i do it|how could i do it|how do i do it|how to do it|how can i do that|tell me how|tell me how to do it|how|do it',
  'can you show me|can you show me some information|can you tell me|can you tell me about it|tell me|show me|please|thanks|thank you|sir|madam'
]
  .flatMap((line) => line.split('|'))
  .map((tail) => tail.split(' '))
  .toSorted((one, other) => other.length - one.length);

/** The same words without what leads up to the wish and what is added to it; all of them where nothing would be left. */
export function wishOf(words: readonly string[]): string[] {
  let from = 0;
  let till = words.length;
  for (;;) {
    const lead = leads.find((some) => some.every((word, index) => words[from + index] === word))?.length ?? 0;
    const tail = tails.find((some) => some.every((word, index) => words[till - some.length + index] === word))?.length ?? 0;
    const length = till - from;
    if (lead > 0 && lead < length) from += lead;
    else if (tail > 0 && tail < length) till -= tail;
    else return words.slice(from, till);
  }
}
