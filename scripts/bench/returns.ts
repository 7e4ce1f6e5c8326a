import { setTimeout as pause } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { countFinishedOrders } from '#db/bench/counts.ts';
import { stockUp, thingsForSale } from '#db/bench/many-goods.ts';
import { deliveredLines, paidBack, returnsToSend, type Delivered, type ToSend } from '#db/bench/returns.ts';
import { accessKeys } from '#lib/server/access-keys.ts';
import { SIGNATURE_HEADER, signWebhook } from '#lib/server/webhook-signature.ts';
import { buy } from './buy.ts';
import { FROM } from './buyer.ts';
import { httpClient, type HttpClient } from './http-client.ts';
import type { Lab, World } from './lab.ts';
import { HURRY } from './past-orders.ts';
import { note } from './progress.ts';
import type { Section } from './report.ts';
import { startShop } from './shop-process.ts';
import { quantile } from './stats.ts';

const SECRET = 'what the carrier of this run signs with';
const APPROVED_P95_MS = 1_000;
const MONEY_MS = 5_000;
const PATIENCE_MS = 180_000;
const LOOK_EVERY_MS = 10;

/** From the press that asks for a return to its yes, and from the carrier's first scan to the money at the bank, one after the other. */
export async function measureReturns(lab: Lab): Promise<Section> {
  const count = lab.options.quick ? 5 : 60;
  note(`returns: ${count} delivered orders`);
  const world = await lab.demoWorld('returns');
  const delivered = await deliveredOrders(lab, world, count);

  const shop = await startShop(lab, world, { webhookSecret: SECRET });
  const client = httpClient(shop.origin, 1);
  const asked: number[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one shopper after the other
  for (const one of delivered) asked.push(await askForReturn({ lab, client, origin: shop.origin }, one));
  const money: number[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one parcel after the other
  for (const back of await labelsOf(world, count)) money.push(await scanToMoney(client, world, back));
  client.close();
  await shop.stop();
  return sectionOf(asked, money);
}

/** Bought, packed, carried and brought by the demonstration, with its days in seconds. */
async function deliveredOrders(lab: Lab, world: World, count: number): Promise<Delivered[]> {
  await stockUp(world.db, FROM.nodeId, 1_000_000);
  const shop = await startShop(lab, world, { carrierSpeed: HURRY });
  const client = httpClient(shop.origin, 1);
  const [thing] = await thingsForSale(world.db, 1);
  // oxlint-disable-next-line no-await-in-loop -- one buyer after the other
  for (let i = 0; i < count; i++) await buy(client, thing?.variantId ?? '', `returns-${i}`);
  client.close();
  await until(async () => (await countFinishedOrders(world.db)) >= count, 500);
  await shop.stop();
  return deliveredLines(world.db);
}

async function until(isSo: () => Promise<boolean>, everyMs: number): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; !(await isSo()); await pause(everyMs)) {
    if (performance.now() > end) throw new Error('what was waited for did not come within three minutes');
  }
}

type Asking = { lab: Lab; client: HttpClient; origin: string };

/** The form of the page as a browser without script sends it. @returns milliseconds until it was answered with the approved return */
async function askForReturn({ lab, client, origin }: Asking, { orderId, fulfilmentLineId: line }: Delivered): Promise<number> {
  const orderKey = accessKeys(lab.secret).make('order', orderId);
  const path = `/orders/${orderKey}/returns/new?/ask&q-${line}=1&r-${line}=changed-mind`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', origin };
  const body = new URLSearchParams({ how: 'label', to: 'original', key: uuidv7() }).toString();
  const { status, ms } = await client.send('POST', path, { headers, body });
  if (status !== 303) throw new Error(`asking for a return was answered with ${status}`);
  return ms;
}

async function labelsOf(world: World, count: number): Promise<ToSend[]> {
  await until(async () => (await returnsToSend(world.db)).length >= count, 200);
  return returnsToSend(world.db);
}

/** @returns milliseconds from sending the scan until the bank has the refund */
async function scanToMoney(client: HttpClient, world: World, { orderId, trackingNumber }: ToSend): Promise<number> {
  const datetime = new Date().toISOString();
  const details = [{ message: 'Accepted', status: 'in_transit', status_detail: 'accepted', datetime }];
  const result = { tracking_code: trackingNumber, est_delivery_date: null, tracking_details: details };
  const body = JSON.stringify({ id: `evt_${uuidv7()}`, object: 'Event', description: 'tracker.updated', result });
  const headers = { 'content-type': 'application/json', [SIGNATURE_HEADER]: signWebhook(body, [SECRET], new Date()) };
  const began = performance.now();
  const { status } = await client.send('POST', '/api/v1/webhooks/carrier', { headers, body });
  if (status !== 200) throw new Error(`the webhook was answered with ${status}`);
  await until(async () => paidBack(world.db, orderId), LOOK_EVERY_MS);
  return performance.now() - began;
}

function sectionOf(asked: readonly number[], money: readonly number[]): Section {
  const samples = asked.length;
  const most = Math.max(...money);
  return {
    name: 'returns',
    title: `${samples} returns: asked for on the page, and sent with a label whose first scan gives the money`,
    figures: [
      { name: 'asked to approved, p50', value: quantile(asked, 0.5), unit: 'ms', samples },
      { name: 'asked to approved, p95', value: quantile(asked, 0.95), unit: 'ms', goal: { atMost: APPROVED_P95_MS }, samples },
      { name: 'first scan to money, p50', value: quantile(money, 0.5), unit: 'ms', samples },
      { name: 'first scan to money, most', value: most, unit: 'ms', goal: { atMost: MONEY_MS }, samples }
    ],
    remarks: [`the bank is the fake one, which answers at once; looked for every ${LOOK_EVERY_MS} ms`]
  };
}
