import { expect, type Page } from '@playwright/test';

export const RHEA = { email: 'rhea@example.com', name: 'Rhea Pinto', phone: '98450 12345', street: '12 Example Street' };

/** Everything a page complains of; a test ends with none. A refused form is an answer, although the browser calls it a failure. */
export function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (fault) => faults.push(fault.message));
  page.on('console', (message) => {
    const isFault = message.type() === 'error' || /hydration/i.test(message.text());
    if (isFault && !/the server responded with a status of 4\d\d/.test(message.text())) faults.push(message.text());
  });
  return faults;
}

export type Wanted = { path: string; quantity?: number; collect?: boolean; script?: boolean };

/** Puts something into the cart on its own page, as a shopper does. */
export async function putInCart(page: Page, { path, quantity = 1, collect = false, script = true }: Wanted): Promise<void> {
  await page.goto(path);
  if (script) await page.locator('html[data-hydrated]').waitFor();
  if (quantity > 1) await page.getByRole('spinbutton').fill(String(quantity));
  if (collect) await page.getByRole('radio', { name: /Collect at/ }).check();
  await page.getByRole('button', { name: /^Add to cart/ }).click();
  await expect(page.getByRole('link', { name: 'See cart' }).first()).toBeVisible();
}

/** Fills in who and where and goes on to the days. */
export async function giveDetails(page: Page, { street = RHEA.street }: { street?: string | null } = {}): Promise<void> {
  await page.getByLabel('E-mail').fill(RHEA.email);
  await page.getByLabel('Name').fill(RHEA.name);
  await page.getByLabel('Phone').fill(RHEA.phone);
  if (street !== null) await page.getByLabel('House and street').fill(street);
  await page.getByRole('button', { name: /^See/ }).click();
  await expect(page).toHaveURL(/\/checkout\/delivery$/);
}

/** From the cart to the payment, by the way that is chosen already or the one named. */
export async function goToPayment(page: Page, { script = true, way }: { script?: boolean; way?: string } = {}): Promise<void> {
  const ready = async () => (script ? page.locator('html[data-hydrated]').waitFor() : undefined);
  await page.goto('/cart');
  await ready();
  await page.getByRole('button', { name: 'Go to checkout' }).click();
  await expect(page).toHaveURL(/\/checkout\/details$/);
  await giveDetails(page);
  if (way !== undefined) await page.getByRole('radio', { name: way }).check();
  await page.getByRole('button', { name: /^Keep it for me/ }).click();
  await expect(page).toHaveURL(/\/checkout\/payment$/);
}

export async function payByUpi(page: Page, address: string): Promise<void> {
  await page.getByLabel('UPI address').fill(address);
  await page.getByRole('button', { name: /^Pay ₹/ }).click();
}
