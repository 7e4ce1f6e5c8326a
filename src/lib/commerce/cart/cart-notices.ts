import { formatMoney } from '#lib/ui/money.ts';
import type { CartLineView, CartView } from './cart-view.ts';

export type NoticeKind = 'gone' | 'none-left' | 'few-left' | 'price-up' | 'price-down';
/** `blocks`: the order cannot be placed before something is done about it. */
export type CartNotice = { lineId: string; kind: NoticeKind; text: string; blocks: boolean };
type Noticed = Pick<CartView, 'lines' | 'currency'>;

/** What changed since the shopper put things in, each with its cause, in the order of the lines. One line may have two. */
export function cartNotices(view: Noticed): CartNotice[] {
  return view.lines.flatMap((line) => {
    if (line.priceNowMinor === null) return [notice(line, 'gone', 'Not for sale any more. Take it out to go on.')];
    return [stockNotice(line, view), priceNotice(line, line.priceNowMinor, view.currency)].filter((one) => one !== undefined);
  });
}

export const isBlocked = (view: Noticed): boolean => cartNotices(view).some(({ blocks }) => blocks);

function stockNotice(line: CartLineView, { lines }: Noticed): CartNotice | undefined {
  if (!line.counted || line.free >= demandWith(line, lines)) return undefined;
  const where = line.pickupNodeName === null ? '' : ` at ${line.pickupNodeName}`;
  if (line.free <= 0) return notice(line, 'none-left', `None left${where}. Take it out to go on.`);
  const isShared = line.free >= line.quantity;
  return notice(
    line,
    'few-left',
    `Only ${line.free} left${where}. ${isShared ? 'Together your cart has more.' : `Take ${line.free} or fewer.`}`
  );
}

/** At one store only what is collected there counts, for the rest everything of that kind in the cart: as when it was added. */
function demandWith(line: CartLineView, lines: CartLineView[]): number {
  return lines
    .filter((other) => other.variantId === line.variantId && (line.pickupNodeId === null || other.pickupNodeId === line.pickupNodeId))
    .reduce((sum, other) => sum + other.quantity, 0);
}

function priceNotice(line: CartLineView, nowMinor: number, currency: string): CartNotice | undefined {
  const moved = nowMinor - line.unitPriceMinor;
  if (moved === 0) return undefined;
  const amount = formatMoney(Math.abs(moved), currency);
  return moved > 0
    ? notice(line, 'price-up', `Price went up ${amount} since you added it.`)
    : notice(line, 'price-down', `Price went down ${amount} since you added it.`);
}

function notice(line: CartLineView, kind: NoticeKind, text: string): CartNotice {
  return { lineId: line.id, kind, text, blocks: kind === 'gone' || kind === 'none-left' || kind === 'few-left' };
}
