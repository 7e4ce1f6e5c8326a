import { expect, test } from 'vitest';
import { makesSaid } from './make-said.ts';

const cushions = ['Rose', 'Indigo'].flatMap((colour) => ['40 cm', '50 cm'].map((size) => ({ options: [colour, size] })));
const lamps = ['Chalk', 'Marigold', 'Brick'].map((colour) => ({ options: [colour] }));
const said = (text: string, makes = cushions, own: string[] = []) => makesSaid(text, makes, own).map(({ options }) => options.join(', '));

test('a make is known by its options, and what is not said stays as it is', () => {
  expect(said('the brick one please', lamps)).toEqual(['Brick']);
  expect(said('make it 50cm', cushions, ['Rose', '40 cm'])).toEqual(['Rose, 50 cm']);
  expect(said('in indigo', cushions, ['Rose', '40 cm'])).toEqual(['Indigo, 40 cm']);
  expect(said('indigo, 50 cm')).toEqual(['Indigo, 50 cm']);
  expect(said('brick instead of chalk', lamps)).toEqual(['Brick']);
});

test('several fit where too little is said, and none where nothing of it is', () => {
  expect(said('indigo')).toEqual(['Indigo, 40 cm', 'Indigo, 50 cm']);
  expect(said('another colour please')).toEqual([]);
  expect(said('green', lamps)).toEqual([]);
});
