import { expect, test } from 'vitest';
import { heldWords } from './held-words.ts';

const words = (taken: string | null, ...states: Parameters<typeof heldWords>[0]['parcels'][number]['state'][]): string =>
  heldWords({ taken, toTake: '₹800', parcels: states.map((state) => ({ state })) });

test.each([
  [words('₹1,200', 'shipped', 'packed'), '₹1,200 taken, ₹800 when the second parcel leaves.'],
  [words('₹1,200', 'allocated', 'closed'), '₹1,200 taken, ₹800 when the first parcel leaves.'],
  // What was called off is not counted.
  [words('₹1,200', 'shipped', 'cancelled', 'packed'), '₹1,200 taken, ₹800 when the second parcel leaves.'],
  [words('₹1,200', 'shipped', 'packed', 'released'), '₹1,200 taken, ₹800 as the others leave.'],
  [words(null, 'packed', 'released'), 'Nothing is taken yet: ₹800 as your parcels leave.'],
  [words(null, 'packed'), 'Nothing is taken yet: ₹800 when your parcel leaves.'],
  [words('₹1,200', 'shipped', 'closed'), '₹1,200 taken, ₹800 is still to be taken.']
])('%s', (said, is) => {
  expect(said).toBe(is);
});
