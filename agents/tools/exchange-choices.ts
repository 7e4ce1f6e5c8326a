import * as z from 'zod';
import { returnableOrder } from '#db/queries/returnable.ts';
import { readExchangeChoices } from '#lib/commerce/returns/read-exchange-choices.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { Item, Order, Words } from './arguments.ts';
import { sentLine } from './coming-back.ts';
import { groundOf, theirOrder } from './own-order.ts';
import { reading } from './tool.ts';

const MOST = 20;

export const exchangeChoicesTool = reading({
  name: 'exchange_choices',
  about: 'What may come instead of a thing that has come, at what price, and whether there is any of it.',
  args: z.strictObject({
    order: Order,
    item: Item,
    search: Words(120).default('').describe('Another product that is looked for, where the policy lets it come instead.')
  }),
  async read(shop, asking, { order: name, item, search }) {
    const order = await theirOrder(shop, asking, name);
    const of = (await returnableOrder(shop.db, order.id)) ?? refuse('not-found');
    const { fulfilmentLineId, title, options } = await sentLine(shop, { of, orderId: order.id }, { item, quantity: 1 });
    const { choices, mayBeOther, policy } = await readExchangeChoices(shop, { orderId: order.id, fulfilmentLineId, words: search });
    const makes = choices.slice(0, MOST).map((one) => {
      const { unitPriceMinor, isThere, isOther } = one;
      return { title: one.title, options: one.options, unitPriceMinor, isThere, isOther };
    });
    return {
      effect: { order: order.number, currency: order.currency, thing: { title, options }, makes, mayBeOther },
      rule: policy,
      facts: [groundOf(order)]
    };
  }
});
