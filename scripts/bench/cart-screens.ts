import { setTimeout } from 'node:timers/promises';
import { chromium, type Browser, type Page } from '@playwright/test';
import { findChromium } from '../steps/chromium.ts';
import { cartWithLamp } from './lamp.ts';
import type { Lab } from './lab.ts';
import { note } from './progress.ts';
import type { Figure } from './report.ts';
import { median, quantile } from './stats.ts';

const P95_MS = 1_000;
/** A socket may say so much in ten seconds and no more: people press no faster. */
const BETWEEN_PRESSES_MS = 400;

/** One cart in two browsers: from the press in the one until the other shows it, the tools that look included. */
export async function betweenScreens(lab: Lab, origin: string): Promise<Figure[]> {
  const presses = lab.options.quick ? 10 : 40;
  note(`carts: ${presses} presses between two browsers`);
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  try {
    // By this name browsers keep cookies as they would from https.
    const shown = await shownAfter(browser, origin.replace('127.0.0.1', 'localhost'), presses);
    return [
      {
        name: 'screen to screen, p95',
        value: quantile(shown, 0.95),
        unit: 'ms',
        goal: { atMost: P95_MS },
        samples: presses,
        note: `median ${Math.round(median(shown))} ms, two browsers on this machine`
      }
    ];
  } finally {
    await browser.close();
  }
}

async function shownAfter(browser: Browser, origin: string, presses: number): Promise<number[]> {
  const cookie = await cartWithLamp(origin);
  const [here, there] = await Promise.all([openCart(browser, origin, cookie), openCart(browser, origin, cookie)]);
  const took: number[] = [];
  for (let press = 0; press < presses; press++) {
    const [button, quantity] = press % 2 === 0 ? ['One more', '2'] : ['One less', '1'];
    const seen = there.waitForFunction(
      (wanted) => document.querySelector<HTMLInputElement>('[role=spinbutton], input[type=number]')?.value === wanted,
      quantity,
      {
        polling: 'raf'
      }
    );
    const began = performance.now();
    // oxlint-disable-next-line no-await-in-loop -- one press after the other
    await Promise.all([here.getByRole('button', { name: button }).click(), seen]);
    took.push(performance.now() - began);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await setTimeout(BETWEEN_PRESSES_MS);
  }
  return took;
}

async function openCart(browser: Browser, origin: string, cookie: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: origin });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, domain: 'localhost', path: '/', httpOnly: true, secure: true, sameSite: 'Lax' }]);
  const page = await context.newPage();
  await page.goto('/cart');
  await page.locator('html[data-hydrated]').waitFor();
  await page
    .getByText(/^Also open:|^Cart$/)
    .first()
    .waitFor();
  return page;
}
