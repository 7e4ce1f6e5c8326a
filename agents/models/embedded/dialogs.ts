import type { Intent } from '../../understanding/intents.ts';
import { ruling, saying, storesNear, toPerson } from './about-the-shop.ts';
import { missing, orderStanding, returnStanding } from './after-sale.ts';
import { anotherMake } from './another-make.ts';
import { cancelling, delivering, readdressing, repaying } from './changes.ts';
import type { Ctx, Dialog, Wish } from './dialog.ts';
import { givingBack } from './giving-back.ts';
import { again, awaiting, questioning, searching, stocking } from './goods.ts';

const DIALOGS: Partial<Record<Intent, (ctx: Ctx, wish: Wish) => Dialog>> = {
  order_status: orderStanding,
  cancel_order: cancelling,
  change_address: readdressing,
  change_delivery: delivering,
  change_items: anotherMake,
  change_payment: repaying,
  return_item: givingBack,
  damaged_item: givingBack,
  exchange_item: anotherMake,
  missing_item: missing,
  return_status: returnStanding,
  refund_status: returnStanding,
  policy: ruling,
  reorder: again,
  stock_at_store: stocking,
  back_in_stock: awaiting,
  product_search: searching,
  product_question: questioning,
  store_info: storesNear,
  human_agent: toPerson
};

/** Those that end with something to confirm: one a turn. */
export const proposes: ReadonlySet<Intent> = new Set<Intent>([
  'cancel_order',
  'change_address',
  'change_delivery',
  'change_items',
  'change_payment',
  'return_item',
  'damaged_item',
  'exchange_item',
  'reorder',
  'back_in_stock'
]);

export const dialogOf = (ctx: Ctx, wish: Wish): Dialog => (DIALOGS[wish.intent] ?? saying)(ctx, wish);
