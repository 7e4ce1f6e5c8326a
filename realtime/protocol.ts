import type { CartSnapshot, CartVisitor } from '#lib/commerce/cart/cart-snapshot.ts';
import type { CartOperation, OperationOutcome } from '#lib/commerce/cart/operations.ts';
import type { ConsentSnapshot } from '#lib/commerce/customers/consent.ts';
import type { OrderSnapshot } from '#lib/commerce/orders/order-snapshot.ts';
import type { QueueSnapshot } from '#lib/commerce/stock/queue.ts';
import type { ReturnsSnapshot } from '#lib/commerce/returns/returns-snapshot.ts';
import type { TalkSnapshot, TalksSnapshot } from '#lib/commerce/support/talk-snapshot.ts';
import type { StockSnapshot } from '#lib/commerce/stock/stock.ts';
import type { WorkSnapshot } from '#lib/commerce/store-work/work-snapshot.ts';
import type { RefusalCode } from '#lib/kernel/refusal.ts';

/** The whole wire, and the only file here that browsers may import. Messages bear the names of the facts behind them. */
export const LIVE_PATH = '/live';

/** How many variants, orders and carts one connection may watch, and how many of them one message may name. */
export const MOST_TOPICS = 200;

export type Answer<Result> = { ok: Result } | { refused: RefusalCode };
export type Ack<Result> = (answer: Answer<Result>) => void;

/** Each carries the whole present state with its version: the higher version is true, whatever came when. */
export type ServerToClient = {
  'stock.changed': (snapshot: StockSnapshot) => void;
  /** Something happened to the order: load it again. */
  'order.changed': (snapshot: OrderSnapshot) => void;
  'cart.changed': (snapshot: CartSnapshot) => void;
  /** A customer's consent was used, or is over: load it again. */
  'consent.changed': (snapshot: ConsentSnapshot) => void;
  /** Something happened to a parcel at one's place: load it again. */
  'work.changed': (snapshot: WorkSnapshot) => void;
  /** Somebody came into the queue for a variant, left it or was made an offer: load it again. */
  'queue.changed': (snapshot: QueueSnapshot) => void;
  /** Something happened to a return, wherever: for the desk that looks after all of them. */
  'returns.changed': (snapshot: ReturnsSnapshot) => void;
  /** Something was said in a talk, or somebody took it: load what comes after what one has. */
  'talk.changed': (snapshot: TalkSnapshot) => void;
  /** The same of any talk, for the desk that looks after all of them. */
  'talks.changed': (snapshot: TalksSnapshot) => void;
  /** A part of the answer that is being made in a talk, to whoever asked for it. What holds is the message in the talk. */
  'chat.piece': (piece: { threadId: string; turn: string; text: string }) => void;
  /** Who else has the cart open, whenever that changes; not the one who hears it. */
  'cart.presence': (presence: { cartId: string; here: CartVisitor[] }) => void;
  /** The key by which this cart was opened opens nothing any more. */
  'cart.taken_back': (cart: { cartId: string }) => void;
  /** The cart by which this talk was heard is in other hands: it is heard no more. */
  'talk.taken_back': (talk: { threadId: string }) => void;
  /** This process ends: come back to another one at a random moment of the next `spreadMs`. */
  'server.closing': (notice: { spreadMs: number }) => void;
};

/** Watching answers the present state, and again whenever it is asked. Without an answer within seconds, ask again. */
export type ClientToServer = {
  'stock.watch': (topics: { variantIds: string[] }, ack: Ack<StockSnapshot[]>) => void;
  'stock.unwatch': (topics: { variantIds: string[] }, ack: Ack<null>) => void;
  'queue.watch': (topic: { variantId: string }, ack: Ack<QueueSnapshot>) => void;
  'queue.unwatch': (topic: { variantId: string }, ack: Ack<null>) => void;
  'order.watch': (topic: { orderKey: string }, ack: Ack<OrderSnapshot>) => void;
  'order.unwatch': (topic: { orderKey: string }, ack: Ack<null>) => void;
  'consent.watch': (topic: { consentId: string }, ack: Ack<ConsentSnapshot>) => void;
  'consent.unwatch': (topic: { consentId: string }, ack: Ack<null>) => void;
  /** The place is that of who asks. */
  'work.watch': (topic: Record<string, never>, ack: Ack<WorkSnapshot>) => void;
  'work.unwatch': (topic: Record<string, never>, ack: Ack<null>) => void;
  /** Of all places, for whoever sees the office. */
  'returns.watch': (topic: Record<string, never>, ack: Ack<ReturnsSnapshot>) => void;
  'returns.unwatch': (topic: Record<string, never>, ack: Ack<null>) => void;
  /** Whose talk it is, is known of the session; a guest of one order brings its key, and a screen or till that has its shopper's cart in hand that of the cart, alone where nothing was said yet. */
  'talk.watch': (
    topic: { threadId?: string | undefined; orderKey?: string | undefined; cartKey?: string | undefined },
    ack: Ack<TalkSnapshot>
  ) => void;
  'talk.unwatch': (topic: { threadId: string }, ack: Ack<null>) => void;
  /**
   * In one's own talk, which begins with it where there is none; answered once somebody or something has answered it. `busy`: say it again with the
   * same key. `cartKey`: of the shopper's cart that is in hand at a kiosk; `mark`: of the page, so that nothing is said as somebody else.
   */
  'chat.say': (
    said: {
      threadId?: string | undefined;
      orderKey?: string | undefined;
      cartKey?: string | undefined;
      mark?: string | undefined;
      key: string;
      words: string;
    },
    ack: Ack<{ threadId: string; messageId: string; seq: number; said: 'answered' | 'taken' | 'busy' }>
  ) => void;
  /** The answer to what was said here with this key: no more of it. What was shown until then stays; not stopped is what was over already. */
  'chat.stop': (said: { key: string }, ack: Ack<{ isStopped: boolean }>) => void;
  /** All talks, for whoever answers them. */
  'talks.watch': (topic: Record<string, never>, ack: Ack<TalksSnapshot>) => void;
  'talks.unwatch': (topic: Record<string, never>, ack: Ack<null>) => void;
  'cart.watch': (topic: { cartKey: string }, ack: Ack<CartSnapshot>) => void;
  'cart.unwatch': (topic: { cartKey: string }, ack: Ack<null>) => void;
  'cart.apply': (
    asked: { cartKey: string; operations: CartOperation[] },
    ack: Ack<{ cart: CartSnapshot; outcomes: OperationOutcome[] }>
  ) => void;
};
