import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const css = fs.readFileSync(path.join(import.meta.dirname, 'tokens.css'), 'utf8');
const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];

const text = ['ink', 'ink-2', 'ink-3', 'live', 'warn', 'bad'].flatMap((front) => ['paper', 'chalk'].map((back) => [front, back] as const));
const onTints = [
  ['ink', 'live-bg'],
  ['live', 'live-bg'],
  ['ink', 'warn-bg'],
  ['warn', 'warn-bg'],
  ['ink', 'bad-bg'],
  ['bad', 'bad-bg'],
  ['paper', 'ink']
] as const;
const marks = [
  ['edge', 'paper'],
  ['edge', 'chalk'],
  ['focus', 'paper'],
  ['focus', 'chalk'],
  ['live-dot', 'paper'],
  ['live-dot', 'chalk'],
  ['live-dot-on-ink', 'ink']
] as const;

for (const theme of themes) {
  test.each([...text, ...onTints])(`in the ${theme} theme %s on %s can be read`, (front, back) => {
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(marks)(`in the ${theme} theme the mark %s can be told from %s`, (front, back) => {
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(3);
  });
}

test('the contrast of black and white is 21', () => {
  expect(ratio('#000000', '#ffffff')).toBeCloseTo(21);
});

function contrast(front: string, back: string, theme: Theme): number {
  return ratio(token(front, theme), token(back, theme));
}

function token(name: string, theme: Theme): string {
  const found = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
  const colour = found?.[theme === 'light' ? 1 : 2];
  if (!colour) throw new Error(`tokens.css has no --${name}`);
  return colour;
}

/** WCAG 2.2, relative luminance. */
function ratio(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((from) => linear(Number.parseInt(colour.slice(from, from + 2), 16) / 255)) as [
    number,
    number,
    number
  ];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
