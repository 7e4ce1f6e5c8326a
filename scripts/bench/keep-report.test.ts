import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HOUSE } from '../steps/programs.ts';
import { pageOfNewest } from './keep-report.ts';

test('the page of benchmarks is the one that the newest kept report makes', () => {
  expect(readFileSync(join(HOUSE, 'docs', 'benchmarks.md'), 'utf8')).toBe(pageOfNewest());
});
