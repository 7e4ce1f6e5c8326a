import { expect, type Browser, type Page } from '@playwright/test';
import { comeInAs } from './at-the-till.ts';

export const SCREEN = { viewport: { width: 1080, height: 1920 } };

/** A screen that Asha has made a kiosk. */
export async function aKiosk(browser: Browser, more: { viewport?: { width: number; height: number } } = {}): Promise<Page> {
  const page = await (await browser.newContext({ ...SCREEN, ...more })).newPage();
  await comeInAs(page, 'Asha', '/kiosk/start');
  await page.getByRole('button', { name: 'Make this screen a kiosk' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What are you looking for?' })).toBeVisible();
  return page;
}

/** The screen's clock stands still from here on, however slow the machine is, and moves when it is told to. */
export async function aClockFor(page: Page): Promise<(seconds: number) => Promise<void>> {
  let now = Date.now();
  await page.clock.setFixedTime(now);
  return async (seconds) => page.clock.setFixedTime((now += seconds * 1000));
}

/** Everything to touch is large, and nothing to read is small. */
export async function isLarge(page: Page): Promise<void> {
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('a, button, input:not([type=hidden])')]
      .filter((one) => one instanceof HTMLElement && one.offsetParent !== null)
      .map((one) => [one.textContent?.trim() || one.id, Math.round(one.getBoundingClientRect().height)] as const)
      .filter(([, height]) => height < 64)
  );
  expect(small).toEqual([]);
}
