import { orderNumber, orderOfNumber } from '#db/queries/orders.ts';
import { numberOfReturn, openReturnsOf } from '#db/queries/return-desk.ts';
import { returnShipmentOfNumber } from '#db/queries/return-shipments.ts';
import { returnOfNumber } from '#db/queries/returns.ts';
import { readReturnCode } from '#lib/commerce/returns/return-code.ts';

/** Where a code leads to; `unknown` is what may be the number of a parcel that nobody announced. Undefined for what is no code. */
export async function pathOfCode(shop: App.Locals['shop'], typed: string): Promise<{ path: string } | { unknown: string } | undefined> {
  const code = readReturnCode(typed);
  if (!code) return undefined;
  switch (code.kind) {
    case 'return':
      return (await returnOfNumber(shop.db, code.number)) ? { path: `/returns/${code.number}` } : { unknown: code.number };
    case 'order':
      return pathOfOrder(shop, code.number, await orderOfNumber(shop.db, code.number));
    case 'key': {
      const orderId = shop.keys.open('order', code.key);
      return orderId === undefined ? undefined : pathOfOrder(shop, await orderNumber(shop.db, orderId), orderId);
    }
    case 'tracking': {
      const shipment = await returnShipmentOfNumber(shop.db, code.number);
      const number = shipment && (await numberOfReturn(shop.db, shipment.returnId));
      return number === undefined ? { unknown: code.number } : { path: `/returns/${number}` };
    }
  }
}

/** One return under way is what they mean; none, or several, and they choose. */
async function pathOfOrder(shop: App.Locals['shop'], number: string, orderId: string | undefined) {
  if (orderId === undefined) return { unknown: number };
  const [only, ...others] = await openReturnsOf(shop.db, orderId);
  return { path: only && others.length === 0 ? `/returns/${only.number}` : `/returns/start/${number}` };
}
