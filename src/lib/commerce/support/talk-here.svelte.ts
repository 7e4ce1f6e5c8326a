import { createContext } from 'svelte';
import type { OrderNow } from './order-now.ts';
import type { ShownAction } from './shown-talk.ts';

/** What the parts of a talk need to know besides their own card. */
export type TalkHere = {
  /** The page that the talk stands on: its forms are sent there. */
  readonly path: string;
  /** On a screen of a store: nothing leads out of it. */
  readonly isAtKiosk: boolean;
  /** Of guests: the key of the order that they ask about, sent along with every form. */
  readonly orderKey: string | undefined;
  /** Where each order of a card is shown, by its id. */
  readonly orderHrefs: Readonly<Record<string, string>>;
  /** How the orders on the newest cards stand now, by their id. */
  readonly orders: Readonly<Record<string, OrderNow>>;
  readonly actions: Readonly<Record<string, ShownAction>>;
  /** What the things on cards look like: those of an order by its id, a product by its handle. */
  readonly pictures: { readonly orders: Readonly<Record<string, string[]>>; readonly products: Readonly<Record<string, string>> };
  /** Where the pictures are that were sent in this talk, by their id. */
  readonly photoHrefs: Readonly<Record<string, string>>;
  readonly zone: string;
  readonly now: Date;
  /** Whether something is on its way: then nothing else is sent. */
  readonly busy: boolean;
  /** Sends words as if they were typed, without loading the page. */
  say: (words: string) => void;
};

export const [talkHere, setTalkHere] = createContext<TalkHere>();
