import { expect, test } from 'vitest';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { hostileCalls, LEAST_CALLS } from './hostile-calls.ts';

test('so many calls that the run says something are taken; of fewer, and of what is no number, is said what is wrong', () => {
  expect(hostileCalls(String(LEAST_CALLS), '')).toBe(String(LEAST_CALLS));
  expect(() => hostileCalls('40', '')).toThrow(
    new PlainTrouble('--calls is 300 or more: in fewer, too little of what may be done is done for the run to say anything.')
  );
  for (const given of ['', '-5', '1e4', '10.5'])
    expect(() => hostileCalls(given, 'npm run x')).toThrow('--calls is a whole number, as in: npm run x');
});
