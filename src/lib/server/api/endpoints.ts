import type { Endpoint } from './endpoint.ts';
import { accountEndpoints } from './endpoints/account.ts';
import { addressEndpoints } from './endpoints/addresses.ts';
import { againEndpoints } from './endpoints/again.ts';
import { balanceEndpoints } from './endpoints/balances.ts';
import { cartCompanyEndpoints } from './endpoints/cart-company.ts';
import { cartEndpoints } from './endpoints/carts.ts';
import { changeEndpoints } from './endpoints/changes.ts';
import { checkoutEndpoints } from './endpoints/checkout.ts';
import { exchangeEndpoints } from './endpoints/exchanges.ts';
import { noticeEndpoints } from './endpoints/notices.ts';
import { orderEndpoints } from './endpoints/orders.ts';
import { pointsEndpoints } from './endpoints/points.ts';
import { productEndpoints } from './endpoints/products.ts';
import { queueEndpoints } from './endpoints/queues.ts';
import { refundEndpoints } from './endpoints/refunds.ts';
import { returnEndpoints } from './endpoints/returns.ts';
import { sessionEndpoints } from './endpoints/sessions.ts';
import { signUpEndpoints } from './endpoints/sign-up.ts';
import { staffEndpoints } from './endpoints/staff.ts';
import { stockEndpoints } from './endpoints/stock.ts';
import { storeEndpoints } from './endpoints/stores.ts';
import { webhookEndpoints } from './endpoints/webhooks.ts';
import { workEndpoints } from './endpoints/work.ts';

/** The whole API, in the order of its document: from finding a thing to following its parcel. */
export const endpoints: readonly Endpoint[] = [
  ...productEndpoints,
  ...stockEndpoints,
  ...storeEndpoints,
  ...cartEndpoints,
  ...cartCompanyEndpoints,
  ...queueEndpoints,
  ...checkoutEndpoints,
  ...balanceEndpoints,
  ...orderEndpoints,
  ...changeEndpoints,
  ...returnEndpoints,
  ...refundEndpoints,
  ...exchangeEndpoints,
  ...againEndpoints,
  ...signUpEndpoints,
  ...sessionEndpoints,
  ...accountEndpoints,
  ...addressEndpoints,
  ...pointsEndpoints,
  ...noticeEndpoints,
  ...staffEndpoints,
  ...workEndpoints,
  ...webhookEndpoints
];
