import { expect, type Page } from '@playwright/test';
import { DEMO_SIGN_INS } from '#db/seed/demo-people.ts';

/** Opens a staff page as one of the demo people: "Asha", "Kabir". Comes back when the page answers to script. */
export async function openAs(page: Page, name: string, path: string): Promise<void> {
  const person = DEMO_SIGN_INS.find(({ who }) => who.startsWith(name));
  if (!person) throw new Error(`nobody in the demo shop is called ${name}`);
  await page.goto(path);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
}

export async function answersToScript(page: Page): Promise<void> {
  await page.locator('html[data-hydrated]').waitFor();
}

/** What a scanner does: it types the code and Enter into whatever has the focus, without waiting. */
export async function scan(page: Page, ...codes: string[]): Promise<void> {
  for (const code of codes) await page.keyboard.type(`${code}\n`);
}

/** Counts a shelf at the place of whoever is signed in, so that a test knows what lies there. */
export async function countShelf(page: Page, sku: string, units: number): Promise<void> {
  await page.goto(`/stock?q=${sku}`);
  await answersToScript(page);
  await page.getByLabel('Counted').fill(String(units));
  await page.getByRole('button', { name: 'Write the count down' }).click();
  await expect(page.getByRole('status').filter({ hasText: `${units} on hand` })).toBeVisible();
}
