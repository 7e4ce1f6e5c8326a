import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const source = path.join(import.meta.dirname, '../..');
const files = fs
  .readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(svelte|css|html)$/.test(name))
  .map((name) => ({ name, ...parts(name, fs.readFileSync(path.join(source, name), 'utf8')) }));

/** A component's style block, or all of a style sheet; and the rest, which is markup and script. */
function parts(name: string, text: string): { style: string; markup: string } {
  if (name.endsWith('.css')) return { style: text, markup: '' };
  const style = /<style[^>]*>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';
  return { style, markup: text.replace(style, '') };
}

/** The lines that break a rule, as "file: line". */
function offenders(part: 'style' | 'markup', rule: RegExp, except = ''): string[] {
  return files
    .filter(({ name }) => name !== except)
    .flatMap((file) =>
      file[part]
        .split('\n')
        .filter((line) => rule.test(line))
        .map((line) => `${file.name}: ${line.trim()}`)
    );
}

test('only a fact with an age may be green', () => {
  expect(offenders('style', /var\(--live|\.live\b/, 'lib/ui/Fact.svelte')).toEqual([]);
  expect(offenders('markup', /class:live\b|class="([^"]* )?live[ "]/, 'lib/ui/Fact.svelte')).toEqual([]);
});

test('no element carries a style of its own, because the policy of the page forbids it', () => {
  expect(offenders('markup', /<[^>]*\sstyle(=|:)/)).toEqual([]);
});

test('layout is logical, so that it turns round in Urdu', () => {
  const sides = /^\s*((margin|padding|border|inset)-(left|right)|left|right)\b[^;]*:|^\s*(text-align|float):\s*(left|right)/;
  expect(offenders('style', sides)).toEqual([]);
});
