import { formatMoney } from '#lib/ui/money.ts';
import { MAX_LINES } from './cart.ts';
import { thingsText } from './cart-words.ts';
import type { CapCause, ReceiptEntry } from './merge-carts.ts';

/** An entry with what the thing is called and where it is collected, so that a receipt can be read later too. */
export type ReceiptLine = ReceiptEntry & { title: string; nodeName: string | null };

/** One line of the receipt: what became of the thing. */
export function receiptText(line: ReceiptLine, currency: string): string {
  switch (line.kind) {
    case 'kept':
      return `${line.quantity} in this cart, as before.`;
    case 'added':
      return `${line.quantity} came from your other cart.`;
    case 'summed':
      return `${line.here} + ${line.there} = ${line.quantity}.`;
    case 'capped':
      return cappedText(line);
    case 'set-aside':
      return `${line.quantity} saved for later, because you are checking out what is in this cart.`;
    case 'gone':
      return `${line.quantity} taken out: not for sale any more.`;
    case 'price-changed':
      return `${formatMoney(line.fromMinor, currency)} → ${formatMoney(line.toMinor, currency)} each.`;
  }
}

const WHY: Record<Exclude<CapCause, 'places'>, (quantity: number) => string> = {
  stock: (quantity) => `only ${quantity} ${quantity === 1 ? 'is' : 'are'} left`,
  most: (quantity) => `we sell at most ${quantity} at once`
};

function cappedText({ here, there, quantity, saved, because }: Extract<ReceiptEntry, { kind: 'capped' }>): string {
  if (because === 'places') return `The cart is full with ${MAX_LINES} different things: ${saved} saved for later.`;
  return `${here} + ${there} is ${here + there}, but ${WHY[because](quantity)}: ${quantity} in the cart, ${saved} saved for later.`;
}

/** What is read first: how many things came, or that they wait. */
export function receiptTitle(lines: ReceiptLine[]): string {
  const count = (...kinds: ReceiptLine['kind'][]) => lines.filter(({ kind }) => kinds.includes(kind)).length;
  const aside = count('set-aside');
  if (aside > 0) return `This cart stays as it is; ${thingsText(aside)} of your other cart ${aside === 1 ? 'is' : 'are'} saved for later.`;
  const came = count('added', 'summed', 'capped');
  return came === 0 ? 'Your two carts are one now.' : `Your two carts are one now: ${thingsText(came)} came along.`;
}
