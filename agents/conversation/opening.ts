import type { Ctx } from '../models/embedded/dialog.ts';
import { toolCalled } from '../tools/all-tools.ts';
import { say, type Phrase } from './phrases.ts';

const LOOKS: Partial<Record<string, Phrase>> = {
  order_status: 'lookOrders',
  my_orders: 'lookOrders',
  track_return: 'lookReturn',
  ask_policy: 'lookUp',
  faq_search: 'lookUp',
  find_product: 'lookGoods',
  product_question: 'lookGoods',
  stock_at_store: 'lookStores',
  store_hours: 'lookStores'
};
const OF_ORDERS = new Set<Phrase>(['lookOrders', 'lookReturn', 'workOut']);

/**
 * What is looked at for an answer, said while it is looked at: whoever asked reads it within a blink, whatever the answer takes. It names nothing, so it
 * is true whatever is found; undefined where nothing is looked at, or nothing can be for whoever has shown nothing.
 */
export function openingFor({ who, language }: Pick<Ctx, 'who' | 'language'>, tool: string): string | undefined {
  const phrase = LOOKS[tool] ?? (toolCalled(tool)?.kind === 'proposes' ? 'workOut' : undefined);
  if (phrase === undefined || (who.as === 'anonymous' && OF_ORDERS.has(phrase))) return undefined;
  return `${say(language, phrase)} `;
}
