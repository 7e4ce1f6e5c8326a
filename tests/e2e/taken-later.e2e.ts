import { expect } from '@playwright/test';
import { sql } from 'kysely';
import { connect, type Db } from '#db/client.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { aFilledCart, apiClient } from '#tests/support/api-client.ts';
import { arrived } from '#tests/support/arrived.ts';
import { answersToScript, openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';
import { looksWell } from '#tests/support/looks-well.ts';

/** Nothing else is ordered over it here, so that no other test is under this policy. */
const CHANNEL = 'marketplace';

let db: Db;
test.beforeAll(async () => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
  const terms = { ...standardPolicy, payment: { ...standardPolicy.payment, take: 'on-leaving' } };
  await sql`
    insert into policy_profile (profile, version, terms, note, made_at) values ('taken-later', 1, ${JSON.stringify(terms)}::jsonb, '', now())
      on conflict do nothing`.execute(db);
  await sql`
    insert into policy_switch (channel, number, profile, version, since) values (${CHANNEL}, 1, 'taken-later', 1, now() - interval '1 hour')
      on conflict do nothing`.execute(db);
});
test.afterAll(() => db.destroy());

/** As its bank saying no when the parcel leaves leaves it: written down before, because the parcel may be gone in a moment. */
const refusedAhead = async (orderId: string) =>
  sql`
    insert into payment_transaction (id, payment_id, kind, provider_key, state, amount_minor, instrument, reason, fulfilment_order_id, started_at, ended_at)
      select gen_random_uuid(), p.id, 'capture', 'capture:' || p.id || ':' || f.id || ':1', 'failed', p.amount_minor, '{"method": "upi"}', 'bank-said-no',
        f.id, now(), now()
      from payment p join fulfilment_order f on f.order_id = p.order_id where p.order_id = ${orderId}`.execute(db);

/** An order of that channel whose bank said yes. */
async function anAuthorizedOrder(): Promise<{ path: string; number: string }> {
  const api = apiClient(process.env['E2E_ORIGIN'] ?? '');
  const { json: product } = await api('GET', '/products/bottle-vases');
  const [variant] = (product['variants'] as { id: string; available: number | null }[]).filter(({ available }) => available !== 0);
  const cart = await aFilledCart(api, variant?.id ?? '', crypto.randomUUID());
  const chosen = await api('PUT', `${cart}/delivery`, { choice: 'standard' });
  const placed = await api('POST', `${cart}/order`, { version: chosen.json['version'], method: 'upi' }, crypto.randomUUID());
  const path = `/orders/${String(placed.json['orderKey'])}`;
  const { json: order } = await api('GET', path);
  const id = String(order['id']);
  await sql`update orders set channel = ${CHANNEL} where id = ${id}`.execute(db);
  await refusedAhead(id);
  const { json: paid } = await api('POST', `${path}/payments`, { handle: 'ok@mez' }, crypto.randomUUID());
  expect(paid['outcome']).toBe('authorized');
  return { path, number: String(order['number']) };
}

test('a bank keeps the money ready until the parcel leaves; what it refuses then waits in the office, and is taken when one of us asks again', async ({
  page,
  browser
}) => {
  test.setTimeout(120_000);
  const { path, number } = await anAuthorizedOrder();
  await page.goto(path);
  await answersToScript(page);
  await expect(page.getByText(/^Nothing is taken yet: ₹[\d,.]+ (when your parcel leaves|is still to be taken)\.$/)).toBeVisible();
  await looksWell(page);
  await arrived(db, path);

  const office = await (await browser.newContext()).newPage();
  await openAs(office, 'Kabir', '/office/returns');
  await answersToScript(office);
  const refused = office.getByRole('listitem').filter({ hasText: number });
  await expect(refused).toContainText('It said no');
  await looksWell(office);
  await refused.getByRole('button', { name: /^Ask the bank again/ }).click();
  await expect(refused).toHaveCount(0);
  await expect(page.getByText(/^₹[\d,.]+ paid by UPI\.$/)).toBeVisible();
  await office.context().close();
});
