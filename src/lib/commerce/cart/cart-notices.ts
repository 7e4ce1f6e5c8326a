import { formatMoney } from '#lib/ui/money.ts';
import { sinceText } from './cart-words.ts';
import type { Instant } from '#lib/ui/when.ts';
import type { CartLineView, CartView } from './cart-view.ts';
import { stockCause, type StockNews } from './stock-news.ts';

export type NoticeKind = 'gone' | 'none-left' | 'few-left' | 'price-up' | 'price-down';
/** `blocks`: the order cannot be placed before something is done about it. */
export type CartNotice = { lineId: string; kind: NoticeKind; text: string; blocks: boolean };
type Noticed = Pick<CartView, 'lines' | 'currency'>;
/** By whose clock it is told, and what happened to the stock of a variant, where somebody looked that up. */
export type NoticeTime = { now: Instant; zone: string; stock?: StockNews[] };

/**
 * What changed since the shopper put things in, each with its cause, in the order of the lines. One line may have two.
 * Without a clock it does not say since when.
 */
export function cartNotices(view: Noticed, time?: NoticeTime): CartNotice[] {
  return view.lines.flatMap((line) => {
    if (line.priceNowMinor === null) return [notice(line, 'gone', 'Not for sale any more. Take it out to go on.')];
    return [stockNotice(line, view, time), priceNotice({ ...line, priceNowMinor: line.priceNowMinor }, view.currency, time)].filter(
      (one) => one !== undefined
    );
  });
}

export const isBlocked = (view: Noticed): boolean => cartNotices(view).some(({ blocks }) => blocks);

function stockNotice(line: CartLineView, { lines }: Noticed, time: NoticeTime | undefined): CartNotice | undefined {
  if (!line.counted || line.free >= demandWith(line, lines)) return undefined;
  const where = (line.pickupNodeName === null ? '' : ` at ${line.pickupNodeName}`) + (time ? stockCause(line, time) : '');
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

type Priced = CartLineView & { priceNowMinor: number };

function priceNotice(line: Priced, currency: string, time: NoticeTime | undefined): CartNotice | undefined {
  const moved = line.priceNowMinor - line.unitPriceMinor;
  if (moved === 0) return undefined;
  const amount = formatMoney(Math.abs(moved), currency);
  const seen = line.priceSeenAt ?? line.addedAt;
  const since = time ? ` ${sinceText(seen, time.now, time.zone)}` : '';
  const then = `than when you ${line.priceSeenAt === null ? 'added it' : 'looked'}${since}.`;
  return moved > 0 ? notice(line, 'price-up', `${amount} more ${then}`) : notice(line, 'price-down', `${amount} less ${then}`);
}

function notice(line: CartLineView, kind: NoticeKind, text: string): CartNotice {
  return { lineId: line.id, kind, text, blocks: kind === 'gone' || kind === 'none-left' || kind === 'few-left' };
}
