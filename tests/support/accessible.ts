import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** No barrier that can be found by rule, as the page looks now, and nothing to scroll sideways for. */
export async function isAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [page.url(), id, ...nodes.map(({ html }) => html.slice(0, 160))])).toEqual([]);
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(tooWide).toBeLessThanOrEqual(0);
}

/** In light and in dark. Colours that still move from one scheme to the other are no colours to judge. */
export async function isAccessibleInBoth(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await isAccessible(page);
  }
}
