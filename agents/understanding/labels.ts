import { isIntent, type Intent } from './intents.ts';

/** What a label of another set means here; several where it does not tell apart what we do. */
export type Aliases = Readonly<Record<string, readonly Intent[]>>;

/** What public sets of messages to shops call otherwise. */
export const usualAliases: Aliases = {
  cancellation_policy: ['policy', 'cancel_order'],
  change_order: ['change_items'],
  human_agent: ['human_agent', 'complaint'],
  payment_issue: ['payment_issue', 'invoice'],
  place_order: ['place_order', 'payment_methods', 'delivery_info'],
  product_question: ['product_question', 'product_search', 'warranty'],
  refund_policy: ['policy'],
  refund_status: ['refund_status', 'return_status'],
  return_refund: ['return_item', 'exchange_item', 'policy', 'return_status', 'refund_status', 'damaged_item', 'missing_item']
};

/** Which of ours are right for a label: as the aliases say, else the one of the same name. Undefined for a label that nobody knows. */
export function rightFor(label: string, aliases: Aliases): readonly Intent[] | undefined {
  if (Object.hasOwn(aliases, label)) return aliases[label];
  return isIntent(label) ? [label] : undefined;
}

/** Reads {"their label": "ours" | ["ours", "ours"]}. @returns a sentence about what is wrong with it */
export function readAliases(value: unknown): Aliases | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is no JSON object of labels.';
  const read: Record<string, readonly Intent[]> = {};
  for (const [label, meant] of Object.entries(value)) {
    const names: unknown[] = Array.isArray(meant) ? meant : [meant];
    const ours = names.filter((name): name is Intent => typeof name === 'string' && isIntent(name));
    if (ours.length === 0 || ours.length < names.length)
      return `maps ${label} to ${JSON.stringify(meant)}, which is not of our intents (--list).`;
    read[label] = ours;
  }
  return read;
}
