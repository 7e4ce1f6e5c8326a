import type { OrderNow } from './order-now.ts';
import type { PendingActionState } from './pending-action.machine.ts';
import type { TalkMessage } from './talk-message.ts';

/** How an action stands that a card in the talk shows. */
export type ShownAction = { state: PendingActionState; endedAt: Date | null; confirmedAt: Date | null };

/** A talk as its page shows it. `takenBy`: the name of the one of us who has it. */
export type ShownTalk = {
  threadId: string;
  version: number;
  takenBy: string | null;
  /** The counter at which one of us has the shopper's cart, and reads along. */
  readAt: string | null;
  /** Until when one of us is to answer; null when nobody waits for a person. */
  answerDueAt: Date | null;
  /** What a person has ended, and how that was is not said yet. */
  ticketToRate: string | null;
  messages: TalkMessage[];
  actions: Record<string, ShownAction>;
  orderHrefs: Record<string, string>;
  /** How the orders on the newest cards stand now, by their id. */
  orders: Record<string, OrderNow>;
  /** Whether what was said last asks for a picture. */
  wantsPhoto: boolean;
  /** Where the pictures are that were sent in this talk, by their id. */
  photoHrefs: Record<string, string>;
  /** What the things on cards look like: those of an order by its id, a product by its handle. */
  pictures: { orders: Record<string, string[]>; products: Record<string, string> };
};
