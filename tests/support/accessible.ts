import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { Result, run, RunOptions } from 'axe-core';

/** The rules that look at colours. Light and dark differ in nothing else: no style asks for the scheme but through `light-dark()`. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

type Looking = {
  /** Only these parts of the page, as selectors. */
  parts?: string[];
  rules?: string[];
};

type Found = { id: string; nodes: { html: string; whys: string[] }[] };

/** Read once for each test process, and by a page once for each document: it is half a megabyte, and reading it takes as long as looking. */
const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What rules find in somebody's way on the page as it looks now. */
export async function barriersOn(page: Page, { parts = [], rules }: Looking = {}): Promise<unknown[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(SOURCE);
  const options: RunOptions = {
    resultTypes: ['violations', 'incomplete'],
    selectors: false,
    iframes: false,
    ...(rules && { runOnly: rules })
  };
  const { violations, incomplete } = await page.evaluate(
    async ([include, asked]) => {
      const { axe } = globalThis as unknown as { axe: { run: typeof run } };
      const found = await axe.run({ include }, asked);
      // Why axe thinks so is a word for each of its checks, where they have one.
      const told = (all: Result[]): Found[] =>
        all.map(({ id, nodes }) => ({
          id,
          nodes: nodes.map(({ html, any }) => ({
            html,
            whys: any.map(({ data }) => String((data as { messageKey?: string } | null)?.messageKey))
          }))
        }));
      return { violations: told(found.violations), incomplete: told(found.incomplete) };
    },
    [parts.length > 0 ? parts : ['html'], options] as const
  );
  const unseen = incomplete.map(({ id, nodes }) => ({ id, nodes: nodes.filter(isUnseen) })).filter(({ nodes }) => nodes.length > 0);
  return [...violations, ...unseen].map(({ id, nodes }) => [page.url(), id, ...nodes.map(({ html }) => html.slice(0, 160))]);
}

/** Words in the very colour of their ground: axe takes them for hidden on purpose, and is only unsure. */
const isUnseen = ({ whys }: Found['nodes'][number]): boolean => whys.includes('equalRatio');

/** Ids that stand more than once: a label would lead to another row's field. */
const doubledIds = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    return ids.filter((id, place) => ids.indexOf(id) !== place);
  });

/** No barrier that can be found by rule, as the page looks now, nothing to scroll sideways for, and each id but once. */
export async function isAccessible(page: Page, looking: Looking = {}): Promise<void> {
  expect(page.frames()).toHaveLength(1);
  expect(await barriersOn(page, looking)).toEqual([]);
  expect(await doubledIds(page)).toEqual([]);
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(tooWide).toBeLessThanOrEqual(0);
}

/** In light and in dark. Colours that still move from one scheme to the other are no colours to judge. */
export async function isAccessibleInBoth(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await isAccessible(page, { rules: OF_COLOURS });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await isAccessible(page);
}
