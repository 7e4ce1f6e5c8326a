import { calendarFile } from '#lib/commerce/orders/calendar-file.ts';
import { calendarEntries } from '#lib/commerce/orders/calendar-entries.ts';
import { openOrder } from '../open-order.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url, locals: { shop } }) => {
  const order = await openOrder(shop, params.orderKey);
  const link = `${url.origin}/orders/${params.orderKey}`;
  const file = calendarFile(calendarEntries(order, link), { at: shop.now(), sequence: order.version });
  return new Response(file, {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': `attachment; filename="mez-${order.number}.ics"`,
      'cache-control': 'private, no-store'
    }
  });
};
