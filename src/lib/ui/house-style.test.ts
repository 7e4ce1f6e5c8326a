import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const source = path.join(import.meta.dirname, '../..');
const files = fs
  .readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(svelte|css|html)$/.test(name))
  .map((name) => ({ name, text: fs.readFileSync(path.join(source, name), 'utf8') }));

/** The lines that break a rule, as "file: line". */
function offenders(rule: RegExp, except: RegExp = /^$/): string[] {
  return files
    .filter(({ name }) => !except.test(name))
    .flatMap(({ name, text }) =>
      text
        .split('\n')
        .filter((line) => rule.test(line))
        .map((line) => `${name}: ${line.trim()}`)
    );
}

test('only a fact with an age may be green', () => {
  expect(offenders(/var\(--live|class:live\b|class="[^"]*\blive\b|\.live\b(?=[\s,:{])/, /^lib\/ui\/Fact\.svelte$/)).toEqual([]);
});

test('no element carries a style of its own, because the policy of the page forbids it', () => {
  expect(offenders(/<[^>]*\sstyle(=|:)/)).toEqual([]);
});

test('layout is logical, so that it turns round in Urdu', () => {
  expect(
    offenders(/(^|[\s;{])((margin|padding|border)-(left|right)\b|(left|right)\s*:\s*[\d.v-]|(text-align|float)\s*:\s*(left|right))/)
  ).toEqual([]);
});
