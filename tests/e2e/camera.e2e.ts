import { chromium, expect, type Browser, type Page } from '@playwright/test';
import { answersToScript, openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';
import { writeFilmOfQr } from '#tests/support/camera-film.ts';
import { textOfQr } from '#tests/support/qr-in.ts';
import { putInCart } from '#tests/support/shopper.ts';

const PHONE = { viewport: { width: 390, height: 844 } };

/** The till's browser, whose camera is held before a picture. Its own: a camera is chosen when a browser starts. */
async function atTillWithCamera(film: string): Promise<{ till: Page; browser: Browser }> {
  const { launchOptions, baseURL } = test.info().project.use;
  const seen = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
  const browser = await chromium.launch({ ...launchOptions, args: [...(launchOptions?.args ?? []), ...seen] });
  const till = await browser.newPage({ ...(baseURL !== undefined && { baseURL }), permissions: ['camera'] });
  await openAs(till, 'Asha', '/till/cart');
  await answersToScript(till);
  return { till, browser };
}

test('the till reads the picture on a phone with its camera, by the reader that the shop brings along, and has the cart', async ({
  browser: phones
}) => {
  test.slow();
  const phone = await (await phones.newContext(PHONE)).newPage();
  await putInCart(phone, { path: '/product/gamla-planter' });
  await phone.goto('/cart/hand-over');
  await phone.getByRole('button', { name: 'Show the code' }).click();
  const film = test.info().outputPath('phone.y4m');
  writeFilmOfQr(film, await textOfQr(phone.getByRole('img', { name: /^QR code/ })));

  const { till, browser } = await atTillWithCamera(film);
  const readers: string[] = [];
  till.on('request', (request) => request.url().endsWith('.wasm') && readers.push(new URL(request.url()).origin));
  const hasOwn = await till.evaluate(() => 'BarcodeDetector' in globalThis);
  await till.getByRole('button', { name: 'Scan with the camera' }).click();
  await expect(till.getByRole('heading', { level: 1, name: 'The customer’s cart' })).toBeVisible();
  await expect(till.getByRole('group', { name: /^Quantity of Gamla planter/ })).toContainText('1');
  await expect(phone.getByText(/^Opened on the till at Indiranagar by Asha/)).toBeVisible();
  expect(readers).toEqual(hasOwn ? [] : [new URL(till.url()).origin]);
  await browser.close();
});

test('a picture of something else is said to be one, the camera looks on, and no try is counted', async () => {
  const film = test.info().outputPath('bottle.y4m');
  writeFilmOfQr(film, 'https://example.com/menu');
  const { till, browser } = await atTillWithCamera(film);
  await till.getByRole('button', { name: 'Scan with the camera' }).click();
  await expect(till.getByText(/^That is a code of something else\. Ask the customer/)).toBeVisible();
  await expect(till.getByLabel('What the camera sees')).toBeVisible();
  await till.getByRole('button', { name: /^Close/ }).click();
  await expect(till.getByLabel('Code', { exact: true })).toHaveValue('');
  await expect(till).toHaveURL('/till/cart');
  await browser.close();
});
