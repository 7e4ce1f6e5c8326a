import { ticketToRate } from '#db/queries/support-tickets.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { messagesOf, type StoredMessage } from '#db/queries/support-messages.ts';
import {
  actionsOfTalk,
  answerDueIn,
  ordersOfPhotos,
  picturesOfOrders,
  picturesOfProducts,
  talkHead,
  writersOfTalk
} from '#db/queries/talk-page.ts';
import { counterWithCart } from '#db/queries/talk-in-hands.ts';
import type { Shop } from '#lib/server/shop.ts';
import { cardsIn, type Card } from './card.ts';
import { groundWords, orderOfGround, type KeptGround } from './ground-words.ts';
import { photoAskedIn, photoIdsIn } from './photo-words.ts';
import { orderNow, type OrderNow } from './order-now.ts';
import type { ShownTalk } from './shown-talk.ts';
import type { TalkMessage } from './talk-message.ts';

/** Whose talk it is has been asked before: only then are the orders in it opened by it. */
export async function readTalk(shop: Pick<Shop, 'db' | 'keys' | 'now'>, threadId: string): Promise<ShownTalk | null> {
  const [head, kept, actions, writers] = await Promise.all([
    talkHead(shop.db, threadId),
    messagesOf(shop.db, threadId),
    actionsOfTalk(shop.db, threadId),
    writersOfTalk(shop.db, threadId)
  ]);
  if (!head) return null;
  const read = kept.map((message) => ({ ...message, cards: cardsIn(message.cards), grounds: groundsIn(message.grounds) }));
  const orderHrefs = hrefsOf(shop, read);
  const messages = read.map(({ seq, author, saidBy, words, cards, grounds, at }): TalkMessage => ({
    seq,
    author,
    by: saidBy === null ? null : (writers[saidBy] ?? null),
    words,
    cards,
    grounds: groundWords(grounds, { orderHrefs }),
    at
  }));
  const [pictures, orders, photoHrefs] = await Promise.all([picturesOf(shop, read), ordersNow(shop, read), photosIn(shop, kept)]);
  const [answerDueAt, toRate, readAt] = await Promise.all([
    answerDueIn(shop.db, threadId),
    ticketToRate(shop.db, threadId),
    counterWithCart(shop.db, threadId, shop.now())
  ]);
  return {
    threadId,
    ...head,
    readAt,
    answerDueAt,
    ticketToRate: toRate?.id ?? null,
    messages,
    actions,
    orderHrefs,
    orders,
    pictures,
    photoHrefs,
    wantsPhoto: photoAskedIn(kept) !== null
  };
}

/** So many orders of one talk are followed: those that were spoken of last. */
const FOLLOWED = 3;

async function ordersNow({ db, keys, now }: Pick<Shop, 'db' | 'keys' | 'now'>, read: readonly Read[]): Promise<Record<string, OrderNow>> {
  const shown = read.flatMap(({ cards }) =>
    cards.flatMap((card) => (card.type === 'order' && card.orderId !== null ? [card.orderId] : []))
  );
  const ids = [...new Set(shown.toReversed())].slice(0, FOLLOWED);
  const at = now();
  const found = await Promise.all(ids.map(async (id) => trackedOrder(db, id)));
  return Object.fromEntries(
    found.flatMap((order) => (order ? [[order.id, orderNow(order, { orderKey: keys.make('order', order.id), at })]] : []))
  );
}

async function picturesOf({ db }: Pick<Shop, 'db'>, read: readonly Read[]): Promise<ShownTalk['pictures']> {
  const cards = read.flatMap((one) => one.cards);
  const orderIds = cards.flatMap((card) => ('orderId' in card && card.orderId !== null ? [card.orderId] : []));
  const handles = cards.flatMap((card) => (card.type === 'product' ? [card.handle] : []));
  const [orders, products] = await Promise.all([picturesOfOrders(db, orderIds), picturesOfProducts(db, handles)]);
  return { orders, products };
}

const groundsIn = (kept: StoredMessage['grounds']): KeptGround[] => (Array.isArray(kept) ? (kept as KeptGround[]) : []);

type Read = { cards: Card[]; grounds: KeptGround[] };

function hrefsOf({ keys }: Pick<Shop, 'keys'>, read: readonly Read[]): Record<string, string> {
  const ids = read.flatMap(({ cards, grounds }) => [
    ...cards.flatMap((card) => ('orderId' in card && card.orderId !== null ? [card.orderId] : [])),
    ...grounds.map(({ id }) => orderOfGround(id)).filter((id) => id !== undefined)
  ]);
  return Object.fromEntries([...new Set(ids)].map((id) => [id, `/orders/${keys.make('order', id)}`]));
}

async function photosIn({ db, keys }: Pick<Shop, 'db' | 'keys'>, kept: readonly StoredMessage[]): Promise<Record<string, string>> {
  const ids = kept.flatMap(({ author, words }) => (author === 'shopper' ? photoIdsIn(words) : []));
  const found = await ordersOfPhotos(db, ids);
  return Object.fromEntries(found.map(({ id, orderId }) => [id, `/orders/${keys.make('order', orderId)}/returns/photo/${id}`]));
}
