import { setTimeout as pause } from 'node:timers/promises';
import { askApi } from './api.ts';
import { address, contact } from './buyer.ts';
import type { HttpClient } from './http-client.ts';

const TRIES = 20;
const AGAIN_AFTER_MS = 100;

/**
 * One whole purchase, as a program without a browser makes it: cart, line, details, quotes, delivery, order, payment until the bank
 * has the money. `name` makes its keys. @returns the key of the order
 */
export async function buy(client: HttpClient, variantId: string, name: string): Promise<string> {
  const opened = await askApi(client, { method: 'POST', path: '/carts', body: { postcode: address.postcode }, key: `open-${name}` });
  const cart = `/carts/${String(opened['cartKey'])}`;
  await askApi(client, { method: 'POST', path: `${cart}/lines`, body: { variantId, quantity: 1 }, key: `add-${name}` });
  await askApi(client, { method: 'PUT', path: `${cart}/details`, body: { contact, address } });
  const choice = firstOpen(await askApi(client, { method: 'GET', path: `${cart}/quotes` }));
  const { version } = await askApi(client, { method: 'PUT', path: `${cart}/delivery`, body: { choice } });
  const placed = await askApi(client, { method: 'POST', path: `${cart}/order`, body: { version, method: 'upi' }, key: `place-${name}` });
  const orderKey = String(placed['orderKey']);
  await pay(client, orderKey, `pay-${name}`);
  return orderKey;
}

function firstOpen(quotes: Record<string, unknown>): string {
  const ways = quotes['ways'] as { id: string; open: boolean }[];
  const open = ways.find((way) => way.open && way.id === 'standard') ?? ways.find((way) => way.open);
  if (!open) throw new Error('no way of delivery is open');
  return open.id;
}

/** The same again while the bank has not answered, as the API asks for. */
async function pay(client: HttpClient, orderKey: string, key: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const paid = await askApi(client, { method: 'POST', path: `/orders/${orderKey}/payments`, body: { handle: 'ok@mez' }, key });
    if (paid['outcome'] === 'captured') return;
    if (paid['outcome'] !== 'unknown') throw new Error(`the payment ended as ${String(paid['outcome'])}`);
    await pause(AGAIN_AFTER_MS);
  }
  throw new Error('the bank did not answer');
}
