import { expect, type Page } from '@playwright/test';
import { aFilledCart, apiClient, buyTheCart, RHEA } from './api-client.ts';

/** The option is the one that tells its variants apart, as in "Marigold"; left out, any that is there will do. */
type Thing = { handle: string; option?: string | undefined };

const api = () => apiClient(process.env['E2E_ORIGIN'] ?? '');

/** At the payment with one of a thing in the cart, for tests that begin there: the same commands, given by the API. */
export async function openAtPayment(page: Page, { handle, option, name = RHEA.contact.name }: Thing & { name?: string }): Promise<void> {
  const details = { ...RHEA, contact: { ...RHEA.contact, name } };
  const path = await aFilledCart(api(), await variantOf({ handle, option }), crypto.randomUUID(), details);
  const chosen = await api()('PUT', `${path}/delivery`, { choice: 'standard' });
  expect(chosen.status, JSON.stringify(chosen.json)).toBe(200);
  const { hostname } = new URL(process.env['E2E_ORIGIN'] ?? '');
  const kept = { domain: hostname, path: '/', httpOnly: true, secure: true, sameSite: 'Lax' as const };
  await page.context().addCookies([{ name: '__Host-cart', value: path.split('/').at(-1) ?? '', ...kept }]);
  await page.goto('/checkout/payment');
  await expect(page).toHaveURL(/\/checkout\/payment$/);
}

/** `paidBy`: the UPI address it is paid from. */
type Paid = Thing & { phone?: string; paidBy?: string };

/** Where the page of a paid order is. */
export async function aPaidOrder({ phone = RHEA.contact.phone, paidBy, ...thing }: Paid): Promise<string> {
  const details = { ...RHEA, contact: { ...RHEA.contact, phone } };
  const path = await aFilledCart(api(), await variantOf(thing), crypto.randomUUID(), details);
  const bought = await buyTheCart(api(), path, crypto.randomUUID(), paidBy);
  if (!('orderKey' in bought)) throw new Error(`not bought: ${bought.detail}`);
  return `/orders/${bought.orderKey}`;
}

async function variantOf({ handle, option }: Thing): Promise<string> {
  const { json } = await api()('GET', `/products/${handle}`);
  const variants = json['variants'] as { id: string; options: string[]; available: number | null }[];
  const found = variants.find(({ options, available }) => (option === undefined || options.includes(option)) && available !== 0);
  if (!found) throw new Error(`none left of ${handle} ${option ?? ''}`);
  return found.id;
}
