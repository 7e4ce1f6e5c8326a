import { setTimeout as pause } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { settle } from '#db/bench/databases.ts';
import { stockUp, thingsForSale } from '#db/bench/many-goods.ts';
import { parcelsOf, toldAnew, type OnTheWay } from '#db/bench/parcels-on-the-way.ts';
import { outboxSignal } from '#db/outbox-signal.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { SIGNATURE_HEADER, signWebhook } from '#lib/server/webhook-signature.ts';
import { buy } from './buy.ts';
import { FROM } from './buyer.ts';
import { startChild, type Child } from './child.ts';
import { httpClient, type HttpClient } from './http-client.ts';
import type { Lab, World } from './lab.ts';
import { note } from './progress.ts';
import { untilPassedOn } from './quiet.ts';
import type { FromOrderPages, HeardOrder, ToOrderPages } from './order-messages.ts';
import type { Section } from './report.ts';
import { startShop } from './shop-process.ts';
import { quantile } from './stats.ts';

const MOST_MS = 2_000;
const APART_MS = 50;
const LATER_MS = 9 * 86_400_000;
const PATIENCE_MS = 60_000;
const HEARD_WITHIN_MS = 20_000;
const SILENCE_MS = 1_500;
const SECRET = 'what carriers sign with here';

/** From a carrier's word that a parcel comes later until the order's open page has read its new date. */
export async function measureEta(lab: Lab): Promise<Section> {
  const orders = lab.options.quick ? 10 : 200;
  note(`eta: ${orders} orders on their way`);
  const world = await lab.worldOf('eta', 500);
  await stockUp(world.db, FROM.nodeId, 100_000);
  await settle(world.db);
  const shop = await startShop(lab, world, { webhookSecret: SECRET });
  const client = httpClient(shop.origin, 4);
  const orderKeys = await bought(client, world, orders);
  const pages = await startChild<ToOrderPages, FromOrderPages>(lab, 'order-sockets.ts');
  const opened = await pages.tell({ say: 'open', origin: shop.origin, orderKeys });
  const orderIds = opened.said === 'open' ? opened.orderIds : [];
  const parcels = await sentOff(world, orderIds);
  await untilPassedOn(world.db);
  await untilSilent(pages);

  const said = await delayAll(client, parcels);
  const heard = await heardBy(pages, { said, lab });
  const { revised, notices } = await untilTold(world, orderIds);
  if (revised !== orders || notices !== orders) lab.failures.note(`${revised} promises and ${notices} notices of ${orders} delays`);
  pages.close();
  client.close();
  await shop.stop();
  return sectionOf({ said, heard });
}

async function bought(client: HttpClient, { db }: World, orders: number): Promise<string[]> {
  const things = await thingsForSale(db, orders);
  const keys: string[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one buyer after the other
  for (let i = 0; i < orders; i++) keys.push(await buy(client, things[i % things.length]?.variantId ?? '', `eta-${i}`));
  return keys;
}

/** Packed and given to the carrier, as the work of a place does it. */
async function sentOff(world: World, orderIds: string[]): Promise<OnTheWay[]> {
  const place = {
    db: world.db,
    outbox: outboxSignal(world.db),
    now: () => new Date(),
    newId: uuidv7,
    newCode: () => uuidv7().replaceAll('-', '').slice(-12).toUpperCase(),
    carrier: { name: 'simulator' }
  } as unknown as Shop;
  for (const until = performance.now() + PATIENCE_MS; ; await pause(250)) {
    // oxlint-disable-next-line no-await-in-loop -- asked again and again
    const parcels = await parcelsOf(world.db, orderIds);
    if (parcels.length > 0 && parcels.every(({ trackingNumber }) => trackingNumber !== null)) return parcels;
    if (performance.now() > until) throw new Error('the parcels were not sent off within a minute');
    for (const { fulfilmentOrderId } of parcels.filter(({ trackingNumber }) => trackingNumber === null)) {
      // oxlint-disable-next-line no-await-in-loop -- one pair of hands
      await packParcel(place, SYSTEM, { fulfilmentOrderId });
      // oxlint-disable-next-line no-await-in-loop -- one pair of hands
      await handOverParcel(place, SYSTEM, { fulfilmentOrderId });
    }
  }
}

/** When each order's delay was said: milliseconds since the epoch. */
async function delayAll(client: HttpClient, parcels: OnTheWay[]): Promise<Map<string, number>> {
  const said = new Map<string, number>();
  for (const { orderId, trackingNumber } of parcels) {
    const body = JSON.stringify(delayOf(trackingNumber ?? ''));
    const headers = { 'content-type': 'application/json', [SIGNATURE_HEADER]: signWebhook(body, [SECRET], new Date()) };
    said.set(orderId, epochMs());
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as carriers do
    const { status } = await client.send('POST', '/api/v1/webhooks/carrier', { headers, body });
    if (status !== 200) throw new Error(`the webhook was answered with ${status}`);
    // oxlint-disable-next-line no-await-in-loop -- news does not come all at once
    await pause(APART_MS);
  }
  return said;
}

const delayOf = (trackingNumber: string) => ({
  id: `evt_${uuidv7()}`,
  object: 'Event',
  description: 'tracker.updated',
  result: {
    tracking_code: trackingNumber,
    est_delivery_date: new Date(Date.now() + LATER_MS).toISOString(),
    tracking_details: [{ message: 'Delayed', status: 'in_transit', status_detail: 'delayed', datetime: new Date().toISOString() }]
  }
});

const epochMs = (): number => performance.timeOrigin + performance.now();

type Pages = Child<ToOrderPages, Exclude<FromOrderPages, { said: 'fault' }>>;

/** What was heard of the parcels' setting off is no news of their delay. */
async function untilSilent(pages: Pages): Promise<void> {
  for (const until = performance.now() + PATIENCE_MS; ; ) {
    // oxlint-disable-next-line no-await-in-loop -- asked again and again
    await pause(SILENCE_MS);
    // oxlint-disable-next-line no-await-in-loop -- asked again and again
    const answer = await pages.tell({ say: 'heard' });
    if (answer.said === 'heard' && answer.heard.length === 0) return;
    if (performance.now() > until) throw new Error('the open pages did not fall silent within a minute');
  }
}

/** The first word of each order after its delay was said: the notice of it follows, and the page reads again. */
async function heardBy(pages: Pages, { said, lab }: { said: Map<string, number>; lab: Lab }): Promise<Map<string, HeardOrder>> {
  const first = new Map<string, HeardOrder>();
  for (const until = performance.now() + HEARD_WITHIN_MS; first.size < said.size && performance.now() < until; await pause(200)) {
    const answer = await pages.tell({ say: 'heard' });
    if (answer.said !== 'heard') continue;
    const news = answer.heard.filter(({ orderId, heardAt }) => heardAt >= (said.get(orderId) ?? Infinity));
    for (const one of news.toSorted((a, b) => a.heardAt - b.heardAt)) if (!first.has(one.orderId)) first.set(one.orderId, one);
  }
  if (first.size < said.size) lab.failures.note(`${said.size - first.size} open pages never heard of the delay`);
  return first;
}

/** Promise and notice of each, waited for as long as pages are. */
async function untilTold({ db }: World, orderIds: string[]): Promise<{ revised: number; notices: number }> {
  for (const until = performance.now() + HEARD_WITHIN_MS; ; await pause(200)) {
    // oxlint-disable-next-line no-await-in-loop -- asked again and again
    const told = await toldAnew(db, orderIds);
    if (told.notices >= orderIds.length || performance.now() > until) return told;
  }
}

function sectionOf({ said, heard }: { said: Map<string, number>; heard: Map<string, HeardOrder> }): Section {
  const since = (at: (one: HeardOrder) => number) => [...heard.values()].map((one) => at(one) - (said.get(one.orderId) ?? Number.NaN));
  const toRead = since(({ readAt }) => readAt);
  const samples = toRead.length;
  return {
    name: 'eta',
    title: `a carrier says that a parcel is late: until the open page of its order has the new date, ${said.size} open pages`,
    figures: [
      { name: 'webhook sent to heard, p99', value: quantile(since(({ heardAt }) => heardAt), 0.99), unit: 'ms', samples },
      { name: 'webhook sent to read, p50', value: quantile(toRead, 0.5), unit: 'ms', samples },
      { name: 'webhook sent to read, p99', value: quantile(toRead, 0.99), unit: 'ms', goal: { atMost: MOST_MS }, samples }
    ],
    remarks: ['signature checked, scan kept, promise revised; each of them once, with one notice; drawing it is the browser’s']
  };
}
