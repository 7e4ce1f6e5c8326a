import { expect, test } from 'vitest';
import { partsOf, photoAskedIn, photoIdsIn, photoWords } from './photo-words.ts';

const [A, B] = ['0193a5f0-0000-7000-8000-00000000000a', '0193a5f0-0000-7000-8000-00000000000b'];

test('pictures stand among the words, and are found again in their order', () => {
  const said = `It broke ${photoWords([A, B])} as you see`;
  expect(photoIdsIn(said)).toEqual([A, B]);
  expect(partsOf(said)).toEqual([{ words: 'It broke' }, { photoId: A }, { photoId: B }, { words: 'as you see' }]);
  expect(partsOf('[photo of a cat]')).toEqual([{ words: '[photo of a cat]' }]);
});

test('a picture is wanted while the last message asks for it, of the order it speaks of', () => {
  const asking = { waits: { missing: 'photo', found: { order: 'MZ-1' } } };
  expect(photoAskedIn([{ waits: null }, asking])).toEqual({ order: 'MZ-1' });
  expect(photoAskedIn([{ waits: { missing: 'photo', found: {} } }])).toEqual({ order: undefined });
  expect(photoAskedIn([asking, { waits: null }])).toBeNull();
  expect(photoAskedIn([{ waits: { missing: 'order', found: {} } }])).toBeNull();
  expect(photoAskedIn([])).toBeNull();
});
