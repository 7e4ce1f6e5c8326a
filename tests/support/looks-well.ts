import type { Page } from '@playwright/test';
import { isAccessible } from './accessible.ts';
import { LOOKS } from './looks.ts';

/** The page as it stands, in both colours and widths: nothing about it is a barrier, and nothing is wider than its window. Then it is as wide as before. */
export async function looksWell(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const { colorScheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await isAccessible(page);
  }
  if (before) await page.setViewportSize(before);
}
