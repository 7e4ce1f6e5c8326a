import type { Endpoint } from './endpoint.ts';
import { cartEndpoints } from './endpoints/carts.ts';
import { checkoutEndpoints } from './endpoints/checkout.ts';
import { orderEndpoints } from './endpoints/orders.ts';
import { productEndpoints } from './endpoints/products.ts';
import { stockEndpoints } from './endpoints/stock.ts';
import { storeEndpoints } from './endpoints/stores.ts';
import { webhookEndpoints } from './endpoints/webhooks.ts';

/** The whole API, in the order of its document: from finding a thing to following its parcel. */
export const endpoints: readonly Endpoint[] = [
  ...productEndpoints,
  ...stockEndpoints,
  ...storeEndpoints,
  ...cartEndpoints,
  ...checkoutEndpoints,
  ...orderEndpoints,
  ...webhookEndpoints
];
