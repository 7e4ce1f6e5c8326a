import { addedByText, newsText } from './cart-people.ts';
import type { Author } from './author.ts';
import { cartNotices } from './cart-notices.ts';
import type { CartSnapshot } from './cart-snapshot.ts';
import type { CartLineView, CartView } from './cart-view.ts';
import { lineKey } from './cart.ts';

export type SharedLine = Pick<
  CartLineView,
  'id' | 'variantId' | 'pickupNodeId' | 'pickupNodeName' | 'quantity' | 'title' | 'handle' | 'options' | 'image'
> & {
  unitMinor: number;
  /** Null for what is not for sale any more. */
  priceNowMinor: number | null;
  /** Who put it in, when it was not whoever looks. */
  by: string | undefined;
  notices: string[];
};

export type SharedView = {
  version: number;
  state: CartView['state'];
  currency: string;
  totalMinor: number;
  lines: SharedLine[];
  /** The last change and who made it. */
  news: string | null;
};

/**
 * A cart as it is shown by a link: things, prices and who put them in. Field by field, so that nothing of who buys, where it goes or
 * how it is paid ever comes along. When it is no open cart any more, its things are nobody's business.
 */
export function sharedView(cart: CartView, snapshot: CartSnapshot, me: Author): SharedView {
  const { version, state, currency } = cart;
  const open = state === 'active' || state === 'checkout';
  const lines = open ? cart.lines.map((line) => sharedLine(line, cart, { snapshot, me })) : [];
  const totalMinor = lines.reduce((sum, line) => sum + line.unitMinor * line.quantity, 0);
  return { version, state, currency, totalMinor, lines, news: open && snapshot.latest ? newsText(snapshot.latest, 'other') : null };
}

function sharedLine(line: CartLineView, cart: CartView, { snapshot, me }: { snapshot: CartSnapshot; me: Author }): SharedLine {
  const { id, variantId, pickupNodeId, pickupNodeName, quantity, title, handle, options, image, priceNowMinor } = line;
  const by = snapshot.lines.find((other) => lineKey(other) === lineKey(line))?.by;
  return {
    id,
    variantId,
    pickupNodeId,
    pickupNodeName,
    quantity,
    title,
    handle,
    options,
    image,
    priceNowMinor,
    unitMinor: priceNowMinor ?? line.unitPriceMinor,
    by: by && addedByText(by, me, 'other'),
    notices: cartNotices({ lines: cart.lines, currency: cart.currency })
      .filter(({ lineId, blocks }) => lineId === id && blocks)
      .map(({ text }) => text)
  };
}
