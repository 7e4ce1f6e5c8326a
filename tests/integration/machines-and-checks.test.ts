import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartStates } from '#lib/commerce/cart/cart.machine.ts';
import { consentStates } from '#lib/commerce/customers/consent.machine.ts';
import { carrierStatuses } from '#lib/commerce/fulfilment/carrier-status.ts';
import { fulfilmentOrderStates } from '#lib/commerce/fulfilment/fulfilment-order.machine.ts';
import { promiseStates } from '#lib/commerce/fulfilment/promise.machine.ts';
import { shipmentStates } from '#lib/commerce/fulfilment/shipment.machine.ts';
import { importFileStates } from '#lib/commerce/imports/import-file.machine.ts';
import { handOverStates } from '#lib/commerce/hand-over/hand-over.machine.ts';
import { orderChangeStates } from '#lib/commerce/order-change/order-change.machine.ts';
import { orderLifeStates } from '#lib/commerce/orders/order-life.machine.ts';
import { paymentStates } from '#lib/commerce/payments/payment.machine.ts';
import { exchangeStates } from '#lib/commerce/returns/exchange/exchange.machine.ts';
import { pickupStates } from '#lib/commerce/returns/pickup.machine.ts';
import { returnIssueKinds } from '#lib/commerce/returns/return-issue.ts';
import { dispositions, returnStates } from '#lib/commerce/returns/return.machine.ts';
import { faqEntryStates } from '#lib/commerce/support/faq/faq-entry.machine.ts';
import { withdrawnReasons } from '#lib/commerce/support/faq/still-true.ts';
import { pendingActionStates } from '#lib/commerce/support/pending-action.machine.ts';
import { ticketStates } from '#lib/commerce/support/ticket.machine.ts';
import { ticketAbouts, ticketPriorities } from '#lib/commerce/support/ticket.ts';
import { talkChannels } from '#lib/commerce/support/who.ts';
import { holdStates } from '#lib/commerce/stock/hold.machine.ts';
import { openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

/** The words that the CHECK of a column allows, as the database keeps it. */
async function allowed(table: string, column: string): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select pg_get_constraintdef(c.oid) as text from pg_constraint c
    where c.conrelid = ${table}::regclass and c.contype = 'c'
      and c.conkey = array[(select a.attnum from pg_attribute a where a.attrelid = c.conrelid and a.attname = ${column})]`.execute(shop.db);
  return [...(rows[0]?.text.matchAll(/'([a-z_-]+)'/g) ?? [])].map((match) => match[1] ?? '').toSorted();
}

test.each([
  ['cart', 'state', cartStates],
  ['customer_consent', 'state', consentStates],
  ['hand_over', 'state', handOverStates],
  ['hold', 'state', holdStates],
  ['import_file', 'state', importFileStates],
  ['orders', 'life', orderLifeStates],
  // What is only asked for, or declined, is no row.
  ['order_change', 'state', orderChangeStates.filter((state) => state !== 'requested' && state !== 'declined')],
  ['payment', 'state', paymentStates],
  ['fulfilment_order', 'state', fulfilmentOrderStates],
  ['shipment', 'state', shipmentStates],
  ['return_case', 'state', returnStates],
  // What is only asked for is no row.
  ['return_case', 'exchange_state', exchangeStates.filter((state) => state !== 'asked')],
  ['return_shipment', 'state', shipmentStates],
  ['return_pickup', 'state', pickupStates],
  ['return_unit', 'disposition', dispositions],
  ['return_issue', 'kind', returnIssueKinds],
  // Only a committed promise is stored.
  ['promise', 'state', promiseStates.filter((state) => state !== 'quoted')],
  ['tracking_event', 'status', carrierStatuses],
  ['pending_action', 'state', pendingActionStates],
  ['faq_entry', 'state', faqEntryStates],
  ['faq_entry', 'reason', withdrawnReasons],
  ['support_message', 'channel', talkChannels],
  ['support_ticket', 'state', ticketStates],
  ['support_ticket', 'about', ticketAbouts],
  ['support_ticket', 'priority', ticketPriorities]
] as const)('%s.%s allows exactly what the chart knows', async (table, column, states) => {
  expect(await allowed(table, column)).toEqual([...states].toSorted());
});

test('an unknown state is refused by the database itself', async () => {
  const cart = { id: shop.newId(), channel: 'web', currency: 'INR', country: 'IN', created_at: shop.now(), updated_at: shop.now() };
  await expect(
    sql`insert into cart ${sql.raw('(id, channel, currency, country, created_at, updated_at, state)')}
    values (${cart.id}, ${cart.channel}, ${cart.currency}, ${cart.country}, ${cart.created_at}, ${cart.updated_at}, 'lost')`.execute(
      shop.db
    )
  ).rejects.toThrow('cart_state_check');
});
