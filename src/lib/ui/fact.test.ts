import { render } from 'svelte/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import Fact from './Fact.svelte';

const said = new Date('2026-11-25T12:34:00Z');
const zone = 'Asia/Kolkata';

beforeEach(() => void vi.useFakeTimers({ now: said.getTime() + 4000 }));
afterEach(() => void vi.useRealTimers());

function shown(props: { value?: string; at?: Date | undefined; live?: boolean }): { html: string; text: string } {
  const html = render(Fact, { props: { zone, ...props } }).body;
  const text = html
    .replaceAll(/<!--.*?-->|<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return { html, text };
}

test('a fact of the last minute is green and says its age', () => {
  const { html, text } = shown({ value: '3 on the shelf', at: said, live: true });
  expect(text).toBe('3 on the shelf Live, 4 s ago');
  expect(html).toMatch(/class="value live/);
});

test('without the connection it is grey and says the time it was true at', () => {
  const { html, text } = shown({ value: '3 on the shelf', at: said, live: false });
  expect(text).toBe('3 on the shelf as of 6:04 pm');
  expect(html).not.toMatch(/\blive\b/);
});

test('after a minute of silence it is grey', () => {
  vi.setSystemTime(said.getTime() + 61_000);
  const { html, text } = shown({ value: '3 on the shelf', at: said, live: true });
  expect(text).toBe('3 on the shelf as of 6:04 pm');
  expect(html).not.toMatch(/\blive\b/);
});

test('what was never known says so and is never green', () => {
  const { html, text } = shown({ at: undefined, live: true });
  expect(text).toBe('Not known right now');
  expect(html).not.toMatch(/\blive\b/);
});
