import { expect, test } from 'vitest';
import { pictureSources } from './picture-sources.ts';

test('our own pictures are offered in two widths', () => {
  expect(pictureSources({ file: 'mug--sea--hero.webp', alt: '', width: 700, height: 700 })).toEqual({
    src: '/goods/mug--sea--hero.webp',
    srcset: '/goods/450/mug--sea--hero.webp 450w, /goods/mug--sea--hero.webp 700w'
  });
});

test('a picture from elsewhere is taken as it is', () => {
  const src = 'https://cdn.example/mug.jpg';
  expect(pictureSources({ file: src, alt: '', width: 1, height: 1 })).toEqual({ src, srcset: undefined });
});
