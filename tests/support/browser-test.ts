import { test as base } from '@playwright/test';

/** A test in the browser. Windows that it opened by itself are closed behind it: left open, they would go on working beside the others. */
export const test = base.extend<{ tidied: void }>({
  tidied: [
    async ({ browser }, use) => {
      await use();
      await Promise.all(browser.contexts().map(async (context) => context.close()));
    },
    { auto: true }
  ]
});
