import * as z from 'zod';
import { customerData } from '#db/queries/customer-data.ts';
import { ordersOfCustomer } from '#db/queries/customer-orders.ts';
import { findAccount } from '#db/queries/users.ts';
import { changeDetails } from '#lib/commerce/customers/change-details.server.ts';
import { changePassword } from '#lib/commerce/customers/change-password.server.ts';
import { askForOrders, claimOrders } from '#lib/commerce/customers/claim-orders.server.ts';
import { theCustomer } from '#lib/commerce/customers/customer.ts';
import { endAccount } from '#lib/commerce/customers/end-account.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { newSession } from '../new-session.ts';
import { Account, MailedSecret, Name, OwnData, OwnOrder, Password, Phone, Session } from '../schemas/account.ts';
import { GivenTime, Nothing, Time, Units } from '../schemas.ts';

const PAGE = 20;

export const accountEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/account',
    operationId: 'readAccount',
    tag: 'accounts',
    summary: 'Whose account this is',
    params: Nothing,
    status: 200,
    answer: Account,
    refusals: [],
    signedIn: 'yes',
    async run(shop, actor) {
      const account = await findAccount(shop.db, theCustomer(actor));
      if (!account) refuse('sign-in-needed');
      const { id: customerId, email, name, phone, hasPassword, madeAt } = account;
      return { customerId, email, name, phone, hasPassword, madeAt: madeAt.toISOString() };
    }
  }),
  endpoint({
    method: 'PUT',
    path: '/account',
    operationId: 'changeDetails',
    tag: 'accounts',
    summary: 'Change name and phone',
    params: Nothing,
    body: z.strictObject({ name: Name, phone: Phone }),
    status: 200,
    answer: Nothing,
    refusals: [],
    signedIn: 'fresh',
    example: { body: { name: 'Rhea Pinto', phone: '98450 12345' } },
    async run(shop, actor, { body }) {
      await changeDetails(shop, actor, body);
      return {};
    }
  }),
  endpoint({
    method: 'DELETE',
    path: '/account',
    operationId: 'endAccount',
    tag: 'accounts',
    summary: 'Delete the account',
    description: 'Everything personal goes; orders stay as numbers.',
    params: Nothing,
    status: 200,
    answer: Nothing,
    refusals: ['orders-under-way'],
    signedIn: 'fresh',
    async run(shop, actor) {
      await endAccount(shop, actor);
      return {};
    }
  }),
  endpoint({
    method: 'PUT',
    path: '/account/password',
    operationId: 'changePassword',
    tag: 'accounts',
    summary: 'Choose a new password',
    description: 'Signs out everywhere; the token that is answered goes on here.',
    params: Nothing,
    body: z.strictObject({ password: Password }),
    status: 200,
    answer: Session,
    refusals: ['password-weak'],
    signedIn: 'fresh',
    example: { body: { password: 'a lamp of many colours' } },
    async run(shop, actor, { body, userAgent }) {
      return newSession(shop, await changePassword(shop, actor, body), userAgent);
    }
  }),
  endpoint({
    method: 'GET',
    path: '/account/data',
    operationId: 'exportAccount',
    tag: 'accounts',
    summary: 'Everything we keep about you',
    params: Nothing,
    status: 200,
    answer: OwnData,
    refusals: [],
    signedIn: 'yes',
    run: async (shop, actor) => (await customerData(shop.db, theCustomer(actor))) ?? refuse('sign-in-needed')
  }),
  endpoint({
    method: 'GET',
    path: '/account/orders',
    operationId: 'listOrders',
    tag: 'accounts',
    summary: 'The orders of this account, the newest first',
    description: 'Twenty at a time; older says from when the next ones are, for before.',
    params: Nothing,
    query: z.strictObject({ before: GivenTime.optional() }),
    status: 200,
    answer: z.object({ orders: z.array(OwnOrder), older: Time.nullable() }),
    refusals: [],
    signedIn: 'yes',
    async run(shop, actor, { query: { before } }) {
      const from = before === undefined ? undefined : new Date(before);
      const found = await ordersOfCustomer(shop.db, theCustomer(actor), { before: from, limit: PAGE + 1 });
      const shown = found.slice(0, PAGE);
      const older = found.length > PAGE ? (shown.at(-1)?.placedAt.toISOString() ?? null) : null;
      const orders = shown.map(({ id, placedAt, ...order }) => ({
        orderKey: shop.keys.make('order', id),
        ...order,
        placedAt: placedAt.toISOString()
      }));
      return { orders, older };
    }
  }),
  endpoint({
    method: 'POST',
    path: '/account/earlier-orders',
    operationId: 'askForOrders',
    tag: 'accounts',
    summary: 'Ask for the orders you placed as a guest',
    description: 'A link is mailed, because only the owner of the address may have them.',
    again: 'Sent again, it mails again, five times in a quarter of an hour.',
    keyed: 'answer',
    params: Nothing,
    status: 201,
    answer: Nothing,
    refusals: ['not-found', 'too-many-requests'],
    signedIn: 'yes',
    async run(shop, actor) {
      await askForOrders(shop, actor);
      return {};
    }
  }),
  endpoint({
    method: 'PUT',
    path: '/account/earlier-orders',
    operationId: 'claimOrders',
    tag: 'accounts',
    summary: 'Bring them into the account by the mailed link',
    params: Nothing,
    body: z.strictObject({ secret: MailedSecret }),
    status: 200,
    answer: z.object({ count: Units }),
    refusals: ['link-over'],
    signedIn: 'yes',
    example: { body: { secret: '0'.repeat(26) } },
    run: async (shop, actor, { body }) => claimOrders(shop, actor, body)
  })
];
