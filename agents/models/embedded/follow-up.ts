import type { Intent } from '../../understanding/intents.ts';
import { corrected } from '../../understanding/corrections.ts';
import type { Request } from '../../understanding/understand.ts';
import type { Ctx, Waits } from './dialog.ts';
import { payingSaid } from './paying.ts';

const FEW = 8;
const FOLLOWS =
  /^(?:(?:and|so|but|ok|okay|aur)\s+)*(?:(?:by )?when\b.*\b(?:it|they|this|that|order|parcel|package)\b|where(?:'s| is| are)? (?:it|they|that)(?: (?:now|right now|then|at the moment))?\W*$|how (?:long|much longer)\b.*\b(?:takes?|wait|till|until)\b|(?:has|is|did) (?:it|they) (?:come|here|late|left|shipped|packed|arrived?|coming|on (?:its|the) way)\b.*|(?:abhi |to )?(?:kab(?: tak)?|kahan|kaha|kidhar)\b.*\b(?:hai|aayega|aaega|ayega|aa jayega|milega|pahuchega|pahuncha|pahucha)\W*$|(?:when|where|status|kab|kahan)\W*$|it (?:was|is|should|has|hasn't|didn't|did not)\b.*\b(?:come|came|here|late|arrived?|delivered)\b.*)/i;
const OF_GOODS: ReadonlySet<Intent> = new Set<Intent>([
  'product_question',
  'product_search',
  'delivery_info',
  'store_info',
  'back_in_stock',
  'capabilities',
  'out_of_scope'
]);

/** A few words of when and where are about the order of which the talk is; elsewhere they may be about anything. */
const isOfTheOrder = ({ who, about }: Ctx, { text, gate }: Pick<Request, 'text' | 'gate'>): boolean =>
  (who.as === 'guest' || (who.as === 'customer' && about.order !== null)) &&
  FOLLOWS.test(text) &&
  text.split(/\s+/).length <= FEW &&
  (gate.do !== 'act' || OF_GOODS.has(gate.intent));

const REFERS =
  /\b(?:it|its|this|that|them|they|these|those|same one|the (?:order|parcel|package|money|refund)|isko|usko|yeh|ye|woh|iska|uska|isse)\b|इसे|इसको|इसका|उसे|उसका|यह|वह/iu;
const OTHER_ONE =
  /\b(?:other|second|remaining|dusr[aie]|doosr[aie])\s+(?:ones?|orders?|parcels?|packages?|wal[aie])\b|\bthe other\W*$|दूसरा|दूसरे/iu;

/** Whether it says `it`, or asks when and where of nothing: that is what was spoken of before. */
export const refersBack = (words: string): boolean => (REFERS.test(words) || FOLLOWS.test(words)) && !OTHER_ONE.test(words);
/** Whether it speaks of the one that was not spoken of before. */
export const meansOther = (words: string): boolean => OTHER_ONE.test(words);

const ASKED_BY: Record<string, Intent> = {
  cancel: 'cancel_order',
  change_address: 'change_address',
  change_payment: 'change_payment',
  delivery_wish: 'change_delivery',
  start_return: 'return_item',
  reorder: 'reorder'
};
const JUST_OTHER = /^(?:(?:and|so|ok|okay|what about|how about|aur)\s+)*(?:the |my |wo |woh )?(?:other|second|dusr[aie]|doosr[aie])\b/i;

/** `And the other one?` wishes for the same as before, of the other; undefined where it says more than that. */
function sameOfTheOther({ about, who }: Ctx, { text }: Pick<Request, 'text'>, waits: Waits | null): Intent | undefined {
  if (who.as !== 'customer' || about.order === null) return undefined;
  if (!JUST_OTHER.test(text) || !meansOther(text) || text.split(/\s+/).length > FEW) return undefined;
  return ASKED_BY[waits?.again?.name ?? ''] ?? 'order_status';
}

const HOW_LONG =
  /^(?:(?:and|so|but|ok|okay)\s+)*(?:(?:till|until|by|up ?to) when\b|how (?:long|late|many days)\b|within how many\b|what is the last (?:date|day)\b|kitne din\b|kab tak\b).*\b(?:cancel|return|give (?:it )?back|send (?:it )?back|exchange|change|wapas)/i;
const CHANGING: ReadonlySet<Intent> = new Set<Intent>([
  'cancel_order',
  'change_address',
  'change_items',
  'change_payment',
  'return_item',
  'exchange_item'
]);

/** `Until when can I cancel`: the rule is asked for, and nothing is to be done yet. */
const asksRule = ({ text, gate }: Pick<Request, 'text' | 'gate'>): boolean =>
  HOW_LONG.test(text) && (gate.do !== 'act' || CHANGING.has(gate.intent));

const NO_BILL =
  /\b(?:without|no|lost|lose|losing|misplaced|threw away|missing|bina|(?:do not|don'?t|did not|didn'?t) (?:have|get|keep))\b.{0,25}\b(?:bill|receipt|invoice|proof of purchase)\b|\b(?:bill|receipt|invoice)\b.{0,20}\b(?:nahi|nahin|kho|gone|lost)\b/i;
const GIVES_BACK = /\b(?:return\w*|refund|exchange|wapas|(?:give|send|bring|take)\b.{0,15}\bback)\b/i;

/** `I lost the bill, can I still give it back`: the rule is asked for, whoever asks. */
export const asksWithoutBill = (words: string): boolean => NO_BILL.test(words) && GIVES_BACK.test(words);

const PAYS = /\b(?:pay|paying|buy|purchase|accept(?:ed)?|take|allowed|ok(?:ay)?|possible|available|works?)\b/i;
const OF_WHAT_IS = /\b(?:instead|change|switch|return|refund|fail\w*|declin\w*|twice|MZ-\w+)\b/i;
const MOST_WORDS = 12;

/** `Can I pay the kettle by card`: it is asked of paying, whatever thing stands there. */
const asksByWhat = ({ text, gate }: Pick<Request, 'text' | 'gate'>): boolean =>
  /^(?:(?:hi|hello|so|and|ok)[\s,]+)*(?:can|could|may|do|does|is|are|will|kya)\b/i.test(text) &&
  payingSaid(text) !== undefined &&
  PAYS.test(text) &&
  !OF_WHAT_IS.test(text) &&
  text.split(/\s+/).length <= MOST_WORDS &&
  (gate.do !== 'act' || OF_GOODS.has(gate.intent) || gate.intent === 'place_order');

const OWN_THING =
  /^(?:(?:hi|hello|hey|ok|so|and)\s+)*(?:where(?:'s|s| is| are)?|whr|kahan hai|kidhar hai)\s+(?:is |are )?my\s+(?!refund|money|return|invoice|bill|cart|account)\w+(?:\s+\w+){0,2}\W*$|^(?:mera|meri|mere)\s+\w+\s+(?:kahan|kaha|kidhar)\s+(?:hai|hain|h)\W*$|^(?:is|was|has) my (?:order|parcel|package) (?:been )?(?:paid|confirmed|placed|packed|shipped|sent|delivered|cancelled)\b/i;

/** `Show me my orders`, `what have I bought so far`: none of them alone is meant. */
const OF_ALL: readonly RegExp[] = [
  /^(?:all )?(?:of )?my orders\W*$/i,
  /\b(?:show|list|see|view|check)\b.*\borders\b|\border history\b/i,
  /\bwhat (?:all )?(?:did|have) i (?:order|buy|bought|ordered)\b(?!.*\bwhere\b)/i,
  /\b(?:mere|saare|sare|sab|purane)\s+(?:\S+\s+){0,2}?orders?\b.*\b(?:dikhao|dikhaiye|batao|list)\b|\bkya kya (?:order|kharida|liya)\b/i,
  /(?:सारे|सब|सभी)\s+ऑर्डर/u
];
export const ofAllOrders = (words: string): boolean => OF_ALL.some((one) => one.test(words));

/** `Where is my kettle`: whoever says `my` has ordered it. */
const isOfAnOrder = ({ text, gate }: Pick<Request, 'text' | 'gate'>): boolean =>
  (OWN_THING.test(text) || ofAllOrders(text)) && (gate.do !== 'act' || OF_GOODS.has(gate.intent) || gate.intent === 'stock_at_store');

const SENT_BACK = /\b(?:did|have) you (?:get|got|receive|received)\b.*\b(?:sent|gave|brought|returned)\b/i;

/** `Did you get the mug I sent back`: it is asked of a return. */
const isOfAReturn = ({ text, gate }: Pick<Request, 'text' | 'gate'>): boolean => SENT_BACK.test(text) && gate.do !== 'act';

/** `Not the kettle, the lamp`: the same wish as was shown, of another thing. */
const sameOfAnother = (
  { text, gate }: Pick<Request, 'text' | 'gate'>,
  heard: { words: string; waits: Waits | null }
): Intent | undefined =>
  corrected(heard.words) !== heard.words && heard.words.endsWith(text) && (gate.do !== 'act' || OF_GOODS.has(gate.intent))
    ? ASKED_BY[heard.waits?.again?.name ?? '']
    : undefined;

/** What is wished for by what was said before, or by words that mean nothing else; undefined where the guess counts. */
export function byRule(ctx: Ctx, request: Request, heard: { words: string; waits: Waits | null }): Intent | undefined {
  const same = sameOfTheOther(ctx, request, heard.waits) ?? sameOfAnother(request, heard);
  if (same) return same;
  if (isOfAReturn(request)) return 'return_status';
  if (asksRule(request) || asksWithoutBill(request.text)) return 'policy';
  if (asksByWhat(request)) return 'payment_methods';
  return isOfTheOrder(ctx, request) || isOfAnOrder(request) ? 'order_status' : undefined;
}
