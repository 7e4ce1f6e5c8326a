import type { Address, Cart, CartLine, Contact } from './cart.ts';
import type { DeliveryChoice } from './delivery-choice.ts';

/** A line with today's price and stock beside what the shopper saw. */
export type CartLineView = CartLine & {
  title: string;
  handle: string;
  optionNames: string[];
  options: string[];
  sku: string | null;
  image: { src: string; alt: string; width: number | null; height: number | null } | null;
  /** Null when it is no longer for sale. */
  priceNowMinor: number | null;
  /** False for what is sold without counting. */
  counted: boolean;
  /** How many this cart may have in all, its own holds included. */
  free: number;
  pickupNodeName: string | null;
  addedAt: string;
  /** When another price was seen than the one of its first day; null when none was. */
  priceSeenAt: string | null;
  sizeClass: 'small' | 'medium' | 'large';
};

export type CartView = Omit<Cart, 'lines'> & {
  lines: CartLineView[];
  contact: Contact | null;
  address: Address | null;
  delivery: DeliveryChoice | null;
  note: string;
  orderId: string | null;
  /** When the first of its holds lapses; null while it holds nothing. */
  heldUntil: string | null;
  /** Gift cards and store credit that pay first, by their ids. */
  paysWith?: string[] | null;
  /** Which version of our own rules is in force; left out, there are none. */
  ruleSet?: number;
};
