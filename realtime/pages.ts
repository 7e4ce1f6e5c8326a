import type { CartSnapshot } from '#lib/commerce/cart/cart-snapshot.ts';
import type { ConsentSnapshot } from '#lib/commerce/customers/consent.ts';
import type { OrderSnapshot } from '#lib/commerce/orders/order-snapshot.ts';
import type { QueueSnapshot } from '#lib/commerce/stock/queue.ts';
import type { ReturnsSnapshot } from '#lib/commerce/returns/returns-snapshot.ts';
import type { TalkSnapshot, TalksSnapshot } from '#lib/commerce/support/talk-snapshot.ts';
import type { WorkSnapshot } from '#lib/commerce/store-work/work-snapshot.ts';
import type { StockSnapshot } from '#lib/commerce/stock/stock.ts';
import { loop } from './loop.ts';
import type { PresentState } from './present-state.ts';
import { room, thingIn, type Desk } from './rooms.ts';

export type News =
  | { name: 'stock.changed'; message: StockSnapshot }
  | { name: 'order.changed'; message: OrderSnapshot }
  | { name: 'cart.changed'; message: CartSnapshot }
  | { name: 'consent.changed'; message: ConsentSnapshot }
  | { name: 'work.changed'; message: WorkSnapshot }
  | { name: 'queue.changed'; message: QueueSnapshot }
  | { name: 'returns.changed'; message: ReturnsSnapshot }
  | { name: 'talk.changed'; message: TalkSnapshot }
  | { name: 'talks.changed'; message: TalksSnapshot };

/** The open pages of this process. */
export type Audience = {
  rooms: () => string[];
  isWatched: (room: string) => boolean;
  tell: (room: string, news: News) => Promise<void>;
};

export type Pages = {
  /** Something happened in these rooms, whoever told: those that someone here watches are read and told. */
  touch: (rooms: string[]) => void;
  /** As if something had happened in every room: after the ears were closed for a while. */
  refresh: () => void;
  /** Nobody is in the room any more. */
  forget: (room: string) => void;
  stop: () => Promise<void>;
};

/** A room hears at most four times a second, whatever is written: what comes between is in the next message. */
export const APART_MS = 250;
/** Few have a cart or a talk open, and they wait for each other. */
const FEW_APART_MS = 50;
const FEW_WAIT = /^(?:cart|support):/;
/** Even if no word of a change ever came through, no page stays wrong for longer. */
const REFRESH_MS = 8_000;
/** So many rooms at a time then: what happens meanwhile does not wait for all of them. */
const REFRESHED_AT_ONCE = 40;

type Timing = { apartMs: number; refreshMs: number };

/**
 * Tells the pages of this process what is true now in the rooms where something happened: one read for all of them,
 * the last state of each, and only what is newer than what the room heard before.
 */
export function startPages(audience: Audience, present: PresentState, report: (fault: unknown) => void, timing?: Timing): Pages {
  const { apartMs, refreshMs } = timing ?? { apartMs: APART_MS, refreshMs: REFRESH_MS };
  const touched = new Set<string>();
  const told = new Map<string, { version: number; at: number }>();
  let refreshAt = performance.now() + refreshMs;
  let toRefresh: string[] = [];

  function note(rooms: string[]): void {
    for (const one of rooms) if (audience.isWatched(one)) touched.add(one);
  }

  function refreshAll(): void {
    refreshAt = performance.now() + refreshMs;
    toRefresh = audience.rooms().filter((one) => thingIn(one));
  }

  const mayHearAt = (one: string): number =>
    (told.get(one)?.at ?? -Infinity) + (FEW_WAIT.test(one) ? Math.min(apartMs, FEW_APART_MS) : apartMs);

  async function turn(): Promise<number> {
    const now = performance.now();
    if (now >= refreshAt) refreshAll();
    note(toRefresh.splice(0, REFRESHED_AT_ONCE));
    const due = [...touched].filter((one) => mayHearAt(one) <= now);
    for (const one of due) touched.delete(one);
    try {
      await tellAll(due);
    } catch (fault) {
      note(due);
      throw fault;
    }
    return restAfter(performance.now());
  }

  function restAfter(now: number): number {
    if (toRefresh.length > 0) return 0;
    const next = [...touched].reduce((soonest, one) => Math.min(soonest, mayHearAt(one)), refreshAt);
    return Math.max(0, next - now);
  }

  async function tellAll(rooms: string[]): Promise<void> {
    for (const news of await readNews(present, rooms)) {
      const one = roomFor(news);
      if (news.message.version <= (told.get(one)?.version ?? 0) || !audience.isWatched(one)) continue;
      told.set(one, { version: news.message.version, at: performance.now() });
      await audience.tell(one, news);
    }
  }

  const telling = loop(turn, report);
  return {
    touch(rooms) {
      note(rooms);
      if (touched.size > 0) telling.wake();
    },
    refresh() {
      refreshAll();
      telling.wake();
    },
    forget: (one) => void told.delete(one),
    stop: telling.stop
  };
}

async function readNews(present: PresentState, rooms: string[]): Promise<News[]> {
  const things = rooms.map(thingIn).filter((thing) => thing !== undefined);
  const variantIds = things.flatMap((thing) => ('variantId' in thing ? [thing.variantId] : []));
  const orderIds = things.flatMap((thing) => ('orderId' in thing ? [thing.orderId] : []));
  const cartIds = things.flatMap((thing) => ('cartId' in thing ? [thing.cartId] : []));
  const consentIds = things.flatMap((thing) => ('consentId' in thing ? [thing.consentId] : []));
  const workAt = things.flatMap((thing) => ('workAt' in thing ? [thing.workAt] : []));
  const queueOf = things.flatMap((thing) => ('queueOf' in thing ? [thing.queueOf] : []));
  const talkIds = things.flatMap((thing) => ('talkId' in thing ? [thing.talkId] : []));
  const isDesk = (name: Desk) => things.some((thing) => 'desk' in thing && thing.desk === name);
  const [stock, orders, carts, consents, work, queues, returns, talks, desk] = await Promise.all([
    variantIds.length > 0 ? present.stock(variantIds) : [],
    orderIds.length > 0 ? present.orders(orderIds) : [],
    cartIds.length > 0 ? present.carts(cartIds) : [],
    consentIds.length > 0 ? present.consents(consentIds) : [],
    workAt.length > 0 ? present.work(workAt) : [],
    queueOf.length > 0 ? present.queues(queueOf) : [],
    isDesk('returns') ? present.returns() : [],
    talkIds.length > 0 ? present.talks(talkIds) : [],
    isDesk('support') ? present.talkDesk() : []
  ]);
  return [
    ...stock.map((message): News => ({ name: 'stock.changed', message })),
    ...orders.map((message): News => ({ name: 'order.changed', message })),
    ...carts.map((message): News => ({ name: 'cart.changed', message })),
    ...consents.map((message): News => ({ name: 'consent.changed', message })),
    ...work.map((message): News => ({ name: 'work.changed', message })),
    ...queues.map((message): News => ({ name: 'queue.changed', message })),
    ...returns.map((message): News => ({ name: 'returns.changed', message })),
    ...talks.map((message): News => ({ name: 'talk.changed', message })),
    ...desk.map((message): News => ({ name: 'talks.changed', message }))
  ];
}

function roomFor({ name, message }: News): string {
  if (name === 'stock.changed') return room.variant(message.variantId);
  if (name === 'order.changed') return room.order(message.orderId);
  if (name === 'work.changed') return room.work(message.nodeId);
  if (name === 'queue.changed') return room.queue(message.variantId);
  if (name === 'returns.changed' || name === 'talks.changed') return room.desk(message.desk);
  if (name === 'talk.changed') return room.talk(message.threadId);
  return name === 'cart.changed' ? room.cart(message.cartId) : room.consent(message.consentId);
}
