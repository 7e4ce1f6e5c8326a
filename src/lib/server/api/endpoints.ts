import type { Endpoint } from './endpoint.ts';
import { cartEndpoints } from './endpoints/carts.ts';
import { checkoutEndpoints } from './endpoints/checkout.ts';
import { orderEndpoints } from './endpoints/orders.ts';

/** The whole API, in the order of its document. */
export const endpoints: readonly Endpoint[] = [...cartEndpoints, ...checkoutEndpoints, ...orderEndpoints];
