import type { Phrase } from '../../conversation/phrases.ts';

const TO = String.raw`(?:(?:hi|hey|hello|ok|so|and|please|mez|bhai|yaar)[\s,!]+)*`;
const END = String.raw`[\s.,!?~]*(?:[\p{Extended_Pictographic}\p{EMod}\u200D\uFE0F\s]*)$`;
const whole = (said: string): RegExp => new RegExp(`^${TO}(?:${said})${END}`, 'iu');

/** What wishes for nothing, by all of its words: where anything else is said, that is what counts. */
const KINDS: readonly [Phrase, RegExp][] = [
  [
    'joke',
    whole(
      String.raw`(?:(?:can|could|will|do) you )?(?:tell|say|crack|know|got)? ?(?:me|us)? ?(?:a|any|another|one|some|ek|koi)? ?(?:good|funny|more)? ?(?:jokes?|chutkula|chutkule)(?: please| sunao| suna do| sunaiye)?|make me (?:laugh|smile)`
    )
  ],
  [
    'laugh',
    whole(
      String.raw`(?:(?:ha){2,}h?|(?:he){2,}h?|lo+l|rofl|lmao)(?:[\s,!.]+.{0,3}(?:you|u|that).{0,12}funny)?|(?:you(?:'re|’re| are)|u r|that(?:'s|’s| is| was)) (?:so |very |really |too )?(?:funny|hilarious)|good one|nice one`
    )
  ],
  ['laugh', /^[\s\u{1F600}-\u{1F606}\u{1F609}-\u{1F60B}\u{1F642}\u{1F923}]+$/u],
  ['thanks', /^[\s\u{1F64F}\u{2764}\u{1F44F}\u{1F970}\u{1F60D}\p{EMod}\uFE0F]+$/u],
  ['heard', /^[\s\u{1F44D}\u{1F44C}\u{2705}\u{1F197}\p{EMod}\uFE0F]+$/u],
  [
    'howAreYou',
    whole(
      String.raw`how(?:'s|’s| is| are|re)? ?(?:you|u|it going|things|your day|life)(?: doing| going)?(?: today| now)?|what(?:'s|’s|s) up|wass?up|(?:aap )?(?:kaise|kaisi) (?:ho|hain|hai|h)(?: aap)?|kya haal(?: hai| chaal(?: hai)?)?`
    )
  ],
  [
    'sameToYou',
    whole(
      String.raw`(?:i )?(?:wish(?:ing)? you (?:all )?(?:a )?)?(?:(?:a )?(?:very )?(?:happy|merry|shubh|subh)) (?:diwali|deepavali|dipawali|holi|new year|christmas|xmas|eid|onam|pongal|navratri|dussehra|weekend|raksha bandhan|rakhi|independence day|republic day)(?: to (?:you|all|everyone|you all))?|eid mubarak|(?:have a )(?:nice|good|great|lovely) (?:day|evening|weekend|one)(?: ahead)?`
    )
  ],
  [
    'onlyAProgram',
    whole(
      String.raw`(?:do you|d'you) (?:love|like|hate|miss) me|i (?:love|like) (?:you|u)|(?:will|would) you marry me|are you (?:single|married|happy|sad|tired|hungry|alive|human today)`
    )
  ]
];

/** What is answered to it; undefined where more is said. */
export const smallTalk = (text: string): Phrase | undefined => KINDS.find(([, said]) => said.test(text.trim()))?.[0];
