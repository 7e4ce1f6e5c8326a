import type { Who } from '#lib/commerce/support/who.ts';
import type { Intent } from '../../understanding/intents.ts';
import type { Request, Understood } from '../../understanding/understand.ts';
import type { Found, Missing, Waits, Wish } from './dialog.ts';

/** What a message may be taken for although it only says what was asked back. */
const SOFT: ReadonlySet<Intent> = new Set<Intent>([
  'product_search',
  'product_question',
  'stock_at_store',
  'out_of_scope',
  'capabilities',
  'affirm'
]);
const ALSO: Partial<Record<Missing, readonly Intent[]>> = {
  reason: ['damaged_item', 'return_item', 'exchange_item', 'complaint', 'change_items', 'cancel_order', 'policy'],
  to: ['change_items', 'exchange_item', 'change_payment', 'payment_methods', 'back_in_stock'],
  address: ['change_address', 'order_status', 'delivery_info', 'store_info'],
  day: ['change_delivery', 'change_address', 'delivery_info', 'store_info'],
  order: ['order_status', 'reorder'],
  photo: ['damaged_item', 'return_item']
};

const FREE: ReadonlySet<Missing> = new Set<Missing>(['reason', 'to', 'item']);
const FEW = 6;

/** Whether a message answers what was asked back; a wish of its own that is clear goes before it. */
export function isAnswer({ requests }: Understood, { intent, missing }: Waits): boolean {
  const [first] = requests;
  if (!first || requests.length > 1 || missing === 'wish') return false;
  if (isNamed(first, missing) || first.gate.do !== 'act') return true;
  const meant = first.gate.intent;
  return meant === intent || isShort(first.text, missing, meant) || mayBe(meant, missing);
}

const mayBe = (meant: Intent, missing: Missing): boolean => SOFT.has(meant) || (ALSO[missing]?.includes(meant) ?? false);
const isShort = (text: string, missing: Missing, meant: Intent): boolean =>
  FREE.has(missing) && text.split(/\s+/).length <= FEW && !PERSONAL.has(meant);

/** A clear word of what was asked, whatever else it may look like. */
function isNamed({ slots, text }: Request, missing: Missing): boolean {
  if (missing === 'order') return slots.orderNumbers.length > 0;
  if (missing === 'address') return slots.address !== undefined || slots.postcodes.length > 0;
  return missing === 'photo' && text.includes('[photo ');
}

const PERSONAL: ReadonlySet<Intent> = new Set<Intent>(['human_agent', 'order_status', 'refund_status', 'goodbye', 'thanks', 'deny']);

/** The wish that was asked about, with what the message adds to it. */
export function goneOn({ intent, found, missing }: Waits, request: Request): Wish {
  const { text, slots } = request;
  return { intent, words: text, slots, found: { ...found, ...ADDED[missing]?.(request, intent) } };
}

const ADDED: Partial<Record<Missing, (request: Request, intent: Intent) => Found>> = {
  order: ({ slots: { orderNumbers } }) => (orderNumbers[0] === undefined ? {} : { order: orderNumbers[0] }),
  item: ({ text }) => ({ item: text }),
  to: ({ text, slots }, intent) => ({ to: intent === 'exchange_item' ? text : slots.options.map(({ value }) => value).join(', ') || text }),
  product: ({ text }) => ({ product: text }),
  reason: ({ slots: { reason } }) => (reason === undefined ? {} : { reason }),
  // A street without its postcode is a street.
  address: ({ text, slots }) => (slots.address || slots.postcodes.length > 0 ? {} : { line1: text.slice(0, 200) })
};

const FOLLOWS =
  /^(?:(?:and|so|but|ok|okay)\s+)*(?:(?:by )?when\b.*\b(?:it|they|this|that|order|parcel|package)\b|where(?:'s| is| are) (?:it|they|that)(?: (?:now|right now|then|at the moment))?\W*$|how (?:long|much longer)\b.*\b(?:takes?|wait|till|until)\b)/i;
const OF_GOODS: ReadonlySet<Intent> = new Set<Intent>(['product_question', 'product_search', 'delivery_info']);

/** In a talk about one order a few words of when and where are about that order; in any other they may be about anything. */
export const isOfTheOrder = (who: Who, { text, gate }: Pick<Request, 'text' | 'gate'>): boolean =>
  who.as === 'guest' && FOLLOWS.test(text) && text.split(/\s+/).length <= FEW + 2 && (gate.do !== 'act' || OF_GOODS.has(gate.intent));
