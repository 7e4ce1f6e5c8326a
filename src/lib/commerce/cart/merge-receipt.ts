import { formatMoney } from '#lib/ui/money.ts';
import type { CapCause, ReceiptEntry } from './merge-carts.ts';

/** An entry with what the thing is called and where it is collected, so that a receipt can be read later too. */
export type ReceiptLine = ReceiptEntry & { title: string; nodeName: string | null };

/** One line of the receipt: what it is about, and what became of it. */
export function receiptText(line: ReceiptLine, currency: string): string {
  const times = (count: number) => (count === 1 ? 'one' : String(count));
  switch (line.kind) {
    case 'kept':
      return `${line.quantity} stays as it was.`;
    case 'added':
      return `${line.quantity} came from your other cart.`;
    case 'summed':
      return `${line.here} + ${line.there} = ${line.quantity}.`;
    case 'capped':
      return `${sumOf(line)}${WHY[line.because](line.quantity)} ${savedText(line.saved)}`;
    case 'set-aside':
      return `${line.quantity} from your other cart ${line.quantity === 1 ? 'is' : 'are'} saved for later, because you are checking out.`;
    case 'gone':
      return `Not for sale any more, so we took ${times(line.quantity)} out.`;
    case 'price-changed':
      return `Now ${formatMoney(line.toMinor, currency)} each; it was ${formatMoney(line.fromMinor, currency)}.`;
  }
}

const sumOf = ({ here, there }: { here: number; there: number }): string =>
  here > 0 && there > 0 ? `${here} + ${there} is ${here + there}, ` : '';

const WHY: Record<CapCause, (quantity: number) => string> = {
  stock: (quantity) => `only ${quantity} left, so ${quantity} in the cart.`,
  most: (quantity) => `more than we sell at once, so ${quantity} in the cart.`,
  places: () => 'the cart is full with 20 different things.'
};

const savedText = (count: number): string => `${count} saved for later.`;

/** What is read first: how many lines changed in what way. */
export function receiptTitle(lines: ReceiptLine[]): string {
  const came = lines.filter(({ kind }) => kind === 'added' || kind === 'summed' || kind === 'capped').length;
  const aside = lines.filter(({ kind }) => kind === 'set-aside').length;
  if (aside > 0) return `Your other cart waits under Saved for later: ${thingsOf(aside)}.`;
  return came === 0 ? 'Your two carts are one now.' : `Your two carts are one now: ${thingsOf(came)} came from the other or added up.`;
}

const thingsOf = (count: number): string => (count === 1 ? '1 thing' : `${count} things`);
