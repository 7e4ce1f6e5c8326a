import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { secretOf } from './secret.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'secret-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('it is made once, and only we read it', () => {
  const secret = secretOf(join(folder, 'data'), '');
  expect(secret).toHaveLength(43);
  expect(secretOf(join(folder, 'data'), '')).toBe(secret);
  expect(statSync(join(folder, 'data', 'secret')).mode & 0o777).toBe(0o600);
  expect(secretOf(join(folder, 'data'), 'given')).toBe('given');
});

test('a folder that takes none is said plainly', () => {
  writeFileSync(join(folder, 'data'), '');
  expect(() => secretOf(join(folder, 'data'), '')).toThrow(PlainTrouble);
});

test('one that lies there and cannot be read is said plainly as well', () => {
  mkdirSync(join(folder, 'secret'));
  expect(() => secretOf(folder, '')).toThrow(PlainTrouble);
});
