import * as z from 'zod';
import { handOverTalk } from '#lib/commerce/support/hand-over-talk.server.ts';
import { Order, Words } from './arguments.ts';
import { theirOrder } from './own-order.ts';
import { reading } from './tool.ts';

export const handOverTool = reading({
  name: 'hand_over',
  about: 'A person goes on with the talk. Whoever asks for one gets one.',
  args: z.strictObject({
    about: z.enum(['order', 'return', 'payment', 'product', 'complaint', 'other']).default('other'),
    order: Order,
    intent: Words(60).optional().describe('What they want, in a word or two.'),
    words: Words(2_000).default('').describe('What whoever asks has said.')
  }),
  isNoted: true,
  async read(shop, asking, { about, order, intent, words }) {
    const orderId = order === undefined ? null : (await theirOrder(shop, asking, order)).id;
    const { ticketId } = await handOverTalk(shop, asking, { orderId, about, intent, words });
    return { effect: { kind: 'handed-over', ticketId }, rule: null, facts: [{ what: 'ticket', id: `ticket:${ticketId}`, at: null }] };
  }
});
