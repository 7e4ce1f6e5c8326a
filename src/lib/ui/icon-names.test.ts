import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { iconNames } from './icon-names.ts';

test('the names are those of the sprite', () => {
  const sprite = fs.readFileSync(path.join(import.meta.dirname, 'icons.svg'), 'utf8');
  const drawn = [...sprite.matchAll(/<symbol id="([a-z]+)"/g)].map(([, id]) => id);
  expect(new Set(drawn)).toEqual(new Set(iconNames));
  expect(drawn).toHaveLength(iconNames.length);
});
