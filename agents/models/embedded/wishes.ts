import type { Intent } from '../../understanding/intents.ts';
import type { Slots } from '../../understanding/slots/slots.ts';
import type { Request, Understood } from '../../understanding/understand.ts';
import type { Found, Missing, Waits, Wish } from './dialog.ts';
import { reasonCalled } from './named.ts';
import { shownSaid } from './shown.ts';

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
export function isAnswer({ requests }: Understood, { intent, missing, shown = [] }: Waits): boolean {
  const [first] = requests;
  if (!first || requests.length > 1 || missing === 'wish') return false;
  if (shownSaid(first.text, shown) !== undefined) return true;
  if (isNamed(first, missing) || first.gate.do !== 'act') return true;
  const meant = first.gate.intent;
  return meant === intent || isShort(first.text, missing, meant) || mayBe(meant, missing);
}

const mayBe = (meant: Intent, missing: Missing): boolean => SOFT.has(meant) || (ALSO[missing]?.includes(meant) ?? false);
const isShort = (text: string, missing: Missing, meant: Intent): boolean =>
  FREE.has(missing) && text.split(/\s+/).length <= FEW && !OWN.has(meant);

/** A clear word of what was asked, whatever else it may look like. */
function isNamed({ slots, text }: Request, missing: Missing): boolean {
  if (missing === 'order') return slots.orderNumbers.length > 0;
  if (missing === 'address') return slots.address !== undefined || slots.postcodes.length > 0;
  return missing === 'photo' && text.includes('[photo ');
}

/** Wishes of their own, however few words they are said in. */
const OWN: ReadonlySet<Intent> = new Set<Intent>([
  ...([
    'human_agent',
    'order_status',
    'refund_status',
    'return_status',
    'goodbye',
    'thanks',
    'deny',
    'cancel_order',
    'change_address'
  ] as const),
  ...(['change_delivery', 'change_payment', 'reorder', 'store_info', 'invoice', 'payment_issue', 'missing_item', 'policy'] as const)
]);

/** The wish that was asked about, with what the message adds to it; what was said of it before still holds. */
export function goneOn({ intent, found, missing, said: before, shown = [] }: Waits, { text, slots }: Request): Wish {
  const said = shownSaid(text, shown);
  const added = said === undefined ? ADDED[missing]?.({ text, slots }, intent) : SHOWN[missing]?.(said);
  const words = [before?.words ?? '', said ?? text].filter((part) => part !== '').join('\n');
  return { intent, words: words.slice(-LONGEST), slots: before ? joined(before.slots, slots) : slots, found: { ...found, ...added } };
}
const LONGEST = 1_000;

/** What is named anew goes before what was named. */
const joined = (before: Slots, now: Slots): Slots =>
  Object.fromEntries(Object.entries(now).map(([name, value]) => [name, isNamedIn(value) ? value : before[name as keyof Slots]])) as Slots;
const isNamedIn = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : value !== undefined);

/** Of what was on the buttons. */
const SHOWN: Partial<Record<Missing, (said: string) => Found>> = {
  order: (order) => ({ order }),
  item: (item) => ({ item }),
  to: (to) => ({ to }),
  product: (product) => ({ product }),
  reason: (label) => {
    const reason = reasonCalled(label);
    return reason === undefined ? {} : { reason };
  }
};

const ADDED: Partial<Record<Missing, (request: Pick<Request, 'text' | 'slots'>, intent: Intent) => Found>> = {
  order: ({ slots: { orderNumbers } }) => (orderNumbers[0] === undefined ? {} : { order: orderNumbers[0] }),
  item: ({ text }) => ({ item: text }),
  to: ({ text, slots }, intent) => ({ to: intent === 'exchange_item' ? text : slots.options.map(({ value }) => value).join(', ') || text }),
  product: ({ text }) => ({ product: text }),
  reason: ({ slots: { reason } }) => (reason === undefined ? {} : { reason }),
  // A street without its postcode is a street.
  address: ({ text, slots }) => (slots.address || slots.postcodes.length > 0 ? {} : { line1: text.slice(0, 200) })
};
