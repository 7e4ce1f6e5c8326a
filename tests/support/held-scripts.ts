import type { Page } from '@playwright/test';

/** A page is there, and its scripts do not come before they are let go: a slow phone. @returns what lets them go */
export async function holdScripts(page: Page): Promise<() => void> {
  const { promise: held, resolve: go } = Promise.withResolvers<void>();
  await page.route(/\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  return go;
}
