import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOfSources } from './sources.ts';

let house = '';
let before = '';
const now = () => hashOfSources(house, ['src', 'package.json']);

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'house-'));
  mkdirSync(join(house, 'src', 'routes'), { recursive: true });
  writeFileSync(join(house, 'src', 'routes', 'page.svelte'), 'ab');
  writeFileSync(join(house, 'src', 'z.ts'), 'c');
  writeFileSync(join(house, 'package.json'), '{}');
  before = now();
});
afterEach(() => rmSync(house, { recursive: true }));

test('a file that is only touched leaves the build fresh', () => {
  utimesSync(join(house, 'src', 'z.ts'), new Date(0), new Date(0));
  expect(now()).toBe(before);
});

test('a changed letter makes the build stale', () => {
  writeFileSync(join(house, 'src', 'z.ts'), 'd');
  expect(now()).not.toBe(before);
});

test('a new name for the same content makes the build stale', () => {
  renameSync(join(house, 'src', 'z.ts'), join(house, 'src', 'y.ts'));
  expect(now()).not.toBe(before);
});

test('a letter that moves to the next file makes the build stale', () => {
  writeFileSync(join(house, 'src', 'routes', 'page.svelte'), 'a');
  writeFileSync(join(house, 'src', 'z.ts'), 'bc');
  expect(now()).not.toBe(before);
});

test('a file that is gone makes the build stale', () => {
  rmSync(join(house, 'package.json'));
  expect(now()).not.toBe(before);
});

test('tests and other folders are no part of a build', () => {
  writeFileSync(join(house, 'src', 'z.test.ts'), 'c');
  writeFileSync(join(house, 'README.md'), 'c');
  expect(now()).toBe(before);
});
