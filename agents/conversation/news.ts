import { currentThread } from '#db/queries/support-threads.ts';
import { alertForTalk, isQuiet, noticeForTalk, type AlertForTalk, type NoticeForTalk } from '#db/queries/talk-news.ts';
import type { Card } from '#lib/commerce/support/card.ts';
import { tellOutcome } from '#lib/commerce/support/tell-outcome.server.ts';
import type { Who } from '#lib/commerce/support/who.ts';
import type { Shop } from '#lib/server/shop.ts';
import { callTool } from '../call-tool.ts';
import type { Ground } from '../tools/tool.ts';
import { cardsOf } from './cards.ts';

/** A notice to an order's shopper, or a thing that somebody waited for. */
export type News = { noticeId: string } | { alertId: string };

type Told = { who: Who; key: string; words: string; cards: (threadId: string) => Promise<Card[]>; grounds: Ground[] };

/** Those that come by themselves; what a shopper did themselves they know. */
const BY_ITSELF: ReadonlySet<NoticeForTalk['kind']> = new Set(['promise', 'choice', 'return']);

/**
 * What happened by itself, with the order or the thing in it, in the talk that its shopper goes on with: once, and to nobody who wants to hear of it
 * elsewhere only.
 */
export async function tellNews(shop: Shop, news: News): Promise<void> {
  const told = await toldOf(shop, news);
  if (!told) return;
  const { who, key, words, grounds } = told;
  const threadId = await currentThread(shop.db, { id: shop.newId(), who, seal: '', at: shop.now() });
  if (await isQuiet(shop.db, threadId)) return;
  await tellOutcome(shop, { threadId, channel: 'chat', key, words, cards: await told.cards(threadId), grounds });
}

async function toldOf(shop: Shop, news: News): Promise<Told | undefined> {
  if ('alertId' in news) {
    const alert = await alertForTalk(shop.db, news.alertId);
    return alert && ofAlert(alert, `alert:${news.alertId}`);
  }
  const notice = await noticeForTalk(shop.db, news.noticeId);
  return notice && BY_ITSELF.has(notice.kind) ? ofNotice(shop, notice, `notice:${news.noticeId}`) : undefined;
}

function ofNotice(shop: Shop, notice: NoticeForTalk, key: string): Told {
  const { orderId, number, customerId, version, at } = notice;
  const who: Who = customerId === null ? { as: 'guest', orderId } : { as: 'customer', customerId };
  const cards = async (threadId: string) => {
    const args = { order: number };
    const answer = await callTool(shop, { who, threadId, channel: 'chat', session: '' }, { name: 'order_status', args });
    return cardsOf([{ name: 'order_status', args, answer }], shop.now());
  };
  const words = `${number}: ${notice.title}. ${notice.words}`.trim();
  return { who, key, words, cards, grounds: [{ what: 'event', id: `order:${orderId}@${version}`, at: at.toISOString() }] };
}

function ofAlert(alert: AlertForTalk, key: string): Told {
  const { customerId, productId, version, handle, title, options, currency, priceMinor, available, at } = alert;
  const card: Card = { type: 'product', handle, title, currency, fromMinor: priceMinor, toMinor: priceMinor, available };
  const words = `${[title, ...options].join(', ')} is there again. Nothing is kept for you: it is whoever orders it first.`;
  const grounds: Ground[] = [{ what: 'product', id: `product:${productId}@${version}`, at: at.toISOString() }];
  return { who: { as: 'customer', customerId }, key, words, cards: async () => [card], grounds };
}
