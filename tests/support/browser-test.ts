import { test as base, type Browser, type BrowserContext } from '@playwright/test';

/** A test in the browser. Windows that it opened by itself are closed behind it: left open, they would go on working beside the others. */
export const test = base.extend<{ tidied: void }, { still: void }>({
  still: [
    async ({ browser }, use) => {
      const restore = withoutLoops(browser);
      await use();
      restore();
    },
    { auto: true, scope: 'worker' }
  ],
  tidied: [
    async ({ browser }, use) => {
      await use();
      await Promise.all(browser.contexts().map(async (context) => context.close()));
    },
    { auto: true }
  ]
});

/** Its windows show the ping of a live fact at rest: it says nothing, moves for ever, and each window would draw it sixty times a second. */
function withoutLoops(browser: Browser): () => void {
  const open = browser.newContext.bind(browser);
  browser.newContext = async (options): Promise<BrowserContext> => {
    const context = await open(options);
    await context.addInitScript(keepStill);
    return context;
  };
  return () => void (browser.newContext = open);
}

function keepStill(): void {
  const still = new CSSStyleSheet();
  still.replaceSync('.pinging::after, .pulse { animation: none !important }');
  document.adoptedStyleSheets.push(still);
}
