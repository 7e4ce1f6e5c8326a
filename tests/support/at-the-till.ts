import { expect, type Page } from '@playwright/test';
import { DEMO_SIGN_INS } from '#db/seed/demo-people.ts';

/** Opens a staff page as one of the demo people, "Asha" or "Kabir": the form of the door is sent, without its page being drawn first. */
export async function openAs(page: Page, name: string, path: string): Promise<void> {
  const { email, password } = demoPerson(name);
  const url = process.env['E2E_ORIGIN'] ?? '';
  const sent = { form: { email, password }, headers: { origin: url, accept: 'text/html' }, maxRedirects: 0 };
  const answer = await page.request.post(`${url}/sign-in?/password`, sent);
  expect(answer.status()).toBe(303);
  await page.goto(path);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
}

/** As `openAs`, but by the page of the door, which asked for them, with their hands. */
export async function comeInAs(page: Page, name: string, path: string): Promise<void> {
  const person = demoPerson(name);
  await page.goto(path);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
}

function demoPerson(name: string) {
  const person = DEMO_SIGN_INS.find(({ who }) => who.startsWith(name));
  if (!person) throw new Error(`nobody in the demo shop is called ${name}`);
  return person;
}

export async function answersToScript(page: Page): Promise<void> {
  await page.locator('html[data-hydrated]').waitFor();
}

/** Somebody who looks after several places stands at one of them, and sees what is there. */
export async function standAt(page: Page, place: string, path: string): Promise<void> {
  await page.goto(`/place?next=${path}`);
  await page.getByRole('button', { name: place }).click();
  // Whoever leaves the page before it has answered still stands where they stood.
  await expect(page).toHaveURL((url) => url.pathname === path);
  await answersToScript(page);
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
