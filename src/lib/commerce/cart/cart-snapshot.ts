import type { Author } from './author.ts';
import type { CartState } from './cart.machine.ts';
import type { CartStep, LineName } from './cart.ts';

/** An author with the name of the place, for people. */
export type PlacedAuthor = Author & { nodeName: string | null };

/** A cart as every page that has it open follows it: whole, with its version. No word of who buys or where it goes. */
export type CartSnapshot = {
  cartId: string;
  version: number;
  at: string;
  state: CartState;
  step: CartStep;
  /** Only to the owner, and only once it is an order. */
  orderKey?: string;
  lines: (LineName & { quantity: number; title: string; by: PlacedAuthor; addedAt: string })[];
  saved: { variantId: string; quantity: number; title: string; reason: 'chosen' | 'set-aside' }[];
  /** The last change and what was done, to be read after a name: "added Mug". */
  latest: { id: string; by: PlacedAuthor; words: string; at: string } | null;
  /** The last operations that are in here, newest first: whoever made them need not show them on top. */
  done: string[];
  heldUntil: string | null;
};

/**
 * Who else has the cart open. `owner` has the cart's own key, `link` one that was shared. `label` is a name, or what the link is
 * called; empty for an owner without an account. `terminal` is the till that a member of staff stands at, or the kiosk.
 */
export type CartVisitor = {
  label: string;
  role: 'owner' | 'link' | 'staff';
  terminal: string | null;
  device: Author['device'];
  nodeName: string | null;
  since: string;
};
