import { expect, type Locator, type Page } from '@playwright/test';
import sharp from 'sharp';
import { connect, type Db } from '#db/client.ts';
import { isAccessible } from '#tests/support/accessible.ts';
import { apiClient } from '#tests/support/api-client.ts';
import { arrived } from '#tests/support/arrived.ts';
import { test } from '#tests/support/browser-test.ts';
import { looksWell } from '#tests/support/looks-well.ts';
import { aPaidOrder } from '#tests/support/shortcuts.ts';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

const MOST_STOPS = 120;

/** As whoever has no mouse comes there: from stop to stop, and within a choice by the arrows. */
async function reach(page: Page, what: Locator): Promise<void> {
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    const where = await what.evaluate((wanted) => {
      const here = document.activeElement;
      if (here === wanted) return 'there';
      const radios = [here, wanted].filter((one) => one instanceof HTMLInputElement && one.type === 'radio') as HTMLInputElement[];
      return radios.length === 2 && radios[0]?.name === radios[1]?.name ? 'in its choice' : 'elsewhere';
    });
    if (where === 'there') return;
    await page.keyboard.press(where === 'elsewhere' ? 'Tab' : 'ArrowDown');
  }
  throw new Error('no stop of the page leads there');
}

test('from the order to a return by keys alone, in eight presses at most, and its page follows the carrier to the money', async ({
  page
}) => {
  test.setTimeout(150_000);
  await page.setViewportSize({ width: 390, height: 844 });
  const orderPath = await aPaidOrder({ handle: 'bottle-vases' });
  await arrived(db, orderPath);
  await page.goto(orderPath);
  await page.locator('html[data-hydrated]').waitFor();

  let presses = 0;
  const press = async (what: Locator, key: string): Promise<void> => {
    await reach(page, what);
    await page.keyboard.press(key);
    presses += 1;
  };
  await press(page.getByRole('link', { name: 'Give something back' }), 'Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'What comes back?' })).toBeVisible();
  // Whoever has one thing has said which: only why is asked.
  await expect(page.getByRole('checkbox')).toBeChecked();
  await press(page.getByRole('combobox', { name: /^Why does .* come back\?/ }), 'T');
  await looksWell(page);
  await press(page.getByRole('button', { name: 'Go on' }), 'Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'How it comes back' })).toBeVisible();
  await looksWell(page);
  await press(page.getByRole('radio', { name: /^Send it without a printer/ }), 'Space');
  await expect(page.getByRole('group', { name: 'Your money' }).getByRole('radio').first()).toBeChecked();
  await press(page.getByRole('button', { name: 'Give it back' }), 'Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Send it with this label' })).toBeVisible({ timeout: 20_000 });
  expect(presses).toBeLessThanOrEqual(8);

  await expect(page.getByText(/^Your money by .*, if you give it in today\.$/)).toBeVisible();
  await expect(page.getByRole('img', { name: /^The code of the label TR/ })).toBeVisible();
  const pdf = await page.request.get(`${new URL(page.url()).pathname}/label.pdf`);
  expect([pdf.status(), pdf.headers()['content-type'], (await pdf.body()).subarray(0, 5).toString()]).toEqual([
    200,
    'application/pdf',
    '%PDF-'
  ]);
  await looksWell(page);
  await page.locator('html[data-hydrated]').waitFor();
  // How it stands is read out by itself when it changes, and nothing has to be looked for.
  const spoken = page.getByRole('main').locator('[aria-live="polite"]').filter({ hasText: 'Send it with this label' });
  await expect(spoken).toHaveCount(1);
  const heard = await spoken.elementHandle();
  await press(page.getByRole('button', { name: 'The carrier has it' }), 'Enter');
  // Its first scan gives the money; what arrives is looked at, and the page says each of it by itself.
  // Where much has come by then it lies folded among the earlier steps.
  await expect(page.getByText(/is yours again$/)).toBeAttached({ timeout: 60_000 });
  await expect(page.getByText(/^₹.* sent$/)).toBeAttached({ timeout: 30_000 });
  await expect
    .poll(async () => heard?.evaluate((region) => [region.isConnected, region.textContent]))
    .not.toContain('Send it with this label');
  expect(await heard?.evaluate((region) => region.isConnected)).toBe(true);
});

test('without script: one of two things, damaged, with its picture, brought to a store, and kept after all', async ({ browser }) => {
  test.setTimeout(90_000);
  const orderPath = await aPaidOrder({ handle: 'huaco-serving-bowl' });
  await arrived(db, orderPath);
  const page = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })).newPage();
  await page.goto(orderPath);
  await page.getByRole('link', { name: 'Give something back' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('Say why, so that we know what to do about it.')).toBeVisible();
  await page.getByRole('combobox', { name: /^Why does/ }).selectOption({ label: 'It came damaged' });
  await page.getByRole('button', { name: 'Go on' }).click();

  const photo = page.getByLabel('A photo of what is wrong');
  await photo.setInputFiles({ name: 'bowl.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
  await page.getByRole('button', { name: /^Give it back|^Have/ }).click();
  await expect(page.getByRole('alert')).toContainText('bowl.jpg is no picture we can read.');
  await photo.setInputFiles({ name: 'film.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(5 * 1024 * 1024 + 1, 7) });
  await page.getByRole('button', { name: /^Give it back|^Have/ }).click();
  await expect(page.getByRole('alert')).toContainText('film.jpg is larger than 5 MB.');
  const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  await photo.setInputFiles({ name: 'bowl.png', mimeType: 'image/png', buffer: picture });
  await page.getByRole('combobox', { name: 'What is damaged?' }).selectOption('Broken');
  await page.getByRole('button', { name: 'Give it back' }).click();

  await expect(page.getByRole('heading', { name: 'Show this at the counter' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^The code of return R-/ })).toBeVisible();
  const shown = await page.request.get((await page.getByRole('link', { name: 'Your photo 1' }).getAttribute('href')) ?? '');
  expect(shown.headers()['content-type']).toBe('image/jpeg');
  await page.getByText('Something else', { exact: true }).click();
  await page.getByRole('button', { name: 'Keep it after all' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'You keep it' })).toBeVisible();
  await page.goto(orderPath);
  await expect(page.getByRole('link', { name: 'Give something back' })).toBeVisible();
  await page.context().close();
});

test('without an account: the link of an order by its number and postcode, and nothing for who guesses', async ({ page }) => {
  const orderPath = await aPaidOrder({ handle: 'carafe-and-glass' });
  const { number } = await db
    .selectFrom('orders')
    .select('number')
    .where('id', '=', String((await apiClient(process.env['E2E_ORIGIN'] ?? '')('GET', orderPath)).json['id']))
    .executeTakeFirstOrThrow();
  const ask = async (proof: string): Promise<string> => {
    await page.goto('/orders/find');
    await page.locator('html[data-hydrated]').waitFor();
    await page.getByRole('textbox', { name: 'Order number' }).fill(number.toLowerCase());
    await page.getByRole('textbox', { name: 'E-mail or postcode of the order' }).fill(proof);
    await page.getByRole('button', { name: 'Send me its link' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Look into your mail.' })).toBeVisible();
    return page.locator('main').innerText();
  };
  expect(await ask('110001')).toBe(await ask('560038'));
  const mail = db.selectFrom('mail').select('text').where('subject', '=', `Your order ${number}`);
  const [link, ...more] = await mail.execute();
  expect(more).toEqual([]);
  await isAccessible(page);
  await page.goto(new URL(/\/orders\/[\w-]{43}/.exec(link!.text)![0], process.env['E2E_ORIGIN']).href);
  await expect(page.getByText(number)).toBeVisible();
});
