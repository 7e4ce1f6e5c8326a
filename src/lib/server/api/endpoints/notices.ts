import * as z from 'zod';
import { noticesOfCustomer, noticesOfOrder } from '#db/queries/inbox.ts';
import { theCustomer } from '#lib/commerce/customers/customer.ts';
import { readNotices } from '#lib/commerce/notices/read-notices.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { noticeAnswer } from '../answers/notice.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { NoticePage, Notices, UpTo } from '../schemas/notice.ts';
import { GivenTime, Nothing, OfOrder } from '../schemas.ts';

const PAGE = 20;

export const noticeEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/orders/{orderKey}/notices',
    operationId: 'listOrderNotices',
    tag: 'orders',
    summary: 'What its shopper was told of an order',
    description: 'Once for each change, the newest first: another day, a question, or money that goes back.',
    params: OfOrder,
    status: 200,
    answer: Notices,
    refusals: ['not-found'],
    async run(shop, _, { params }) {
      const id = shop.keys.open('order', params.orderKey) ?? refuse('not-found');
      return { notices: (await noticesOfOrder(shop.db, id)).map((notice) => noticeAnswer(notice, shop.keys)) };
    }
  }),
  endpoint({
    method: 'PUT',
    path: '/orders/{orderKey}/notices',
    operationId: 'readOrderNotices',
    tag: 'orders',
    summary: 'Mark what was told of an order as read',
    params: OfOrder,
    body: UpTo,
    status: 200,
    answer: Nothing,
    refusals: ['not-found'],
    example: { body: { upTo: '2026-11-25T05:00:00Z' } },
    async run(shop, actor, { params: { orderKey }, body }) {
      await readNotices(shop, actor, { orderKey, upTo: new Date(body.upTo) });
      return {};
    }
  }),
  endpoint({
    method: 'GET',
    path: '/account/notices',
    operationId: 'listNotices',
    tag: 'accounts',
    summary: 'What this account was told of its orders, the newest first',
    description: 'Twenty at a time; older says from when the next ones are, for before.',
    params: Nothing,
    query: z.strictObject({ before: GivenTime.optional() }),
    status: 200,
    answer: NoticePage,
    refusals: [],
    signedIn: 'yes',
    async run(shop, actor, { query: { before } }) {
      const from = before === undefined ? undefined : new Date(before);
      const found = await noticesOfCustomer(shop.db, theCustomer(actor), { before: from, limit: PAGE + 1 });
      const shown = found.slice(0, PAGE);
      return {
        notices: shown.map((notice) => noticeAnswer(notice, shop.keys)),
        older: found.length > PAGE ? (shown.at(-1)?.at.toISOString() ?? null) : null
      };
    }
  }),
  endpoint({
    method: 'PUT',
    path: '/account/notices',
    operationId: 'readNotices',
    tag: 'accounts',
    summary: 'Mark what this account was told as read',
    params: Nothing,
    body: UpTo,
    status: 200,
    answer: Nothing,
    refusals: [],
    signedIn: 'yes',
    example: { body: { upTo: '2026-11-25T05:00:00Z' } },
    async run(shop, actor, { body }) {
      await readNotices(shop, actor, { upTo: new Date(body.upTo) });
      return {};
    }
  })
];
