import { expect, test } from 'vitest';
import { failingWords } from './failing-words.ts';

const ZONE = 'Asia/Kolkata';
const now = new Date('2026-11-25T05:00:00Z');

test('a model that is not waited for: since when, with its day where that is another, and why', () => {
  expect(failingWords({ since: new Date('2026-11-25T04:02:00Z'), why: 'silent' }, now, ZONE)).toMatch(
    /^It has not answered since 9:32\Wam: it says nothing\.$/
  );
  expect(failingWords({ since: new Date('2026-11-23T04:02:00Z'), why: 'status-429' }, now, ZONE)).toMatch(
    /^It has not answered since .*23.*, 9:32\Wam: it says no \(429\)\.$/
  );
});
