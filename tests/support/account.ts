import { hash } from '@node-rs/argon2';
import { expect, type Page } from '@playwright/test';
import { uuidv7 } from 'uuidv7';
import type { Db } from '#db/client.ts';

export type Account = { id: string; email: string; name: string; password: string };

/** A shopper's account in the shop under test, made without its mails. */
export async function anAccount(db: Db, name = 'Rhea Pinto'): Promise<Account> {
  const id = uuidv7();
  const account = { id, email: `rhea-${id}@example.com`, name, password: 'a lamp of many colours' };
  await db
    .insertInto('app_user')
    .values({ id, email: account.email, name, role: 'shopper', node_id: null, password_hash: await hash(account.password) })
    .execute();
  return account;
}

/** Comes back when the page shows that it knows who is there. */
export async function signInBy(page: Page, { email, password, name }: Omit<Account, 'id'>): Promise<void> {
  await page.goto('/account/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText(`Signed in as ${name}, ${email}.`)).toBeVisible();
}
