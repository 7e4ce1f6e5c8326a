import { expect, test } from 'vitest';
import { pictureSources } from './picture-sources.ts';

test('our own pictures are offered in two widths', () => {
  expect(pictureSources({ src: '/goods/mug--sea--hero.webp', alt: '', width: 700, height: 700 })).toEqual({
    src: '/goods/mug--sea--hero.webp',
    srcset: '/goods/450/mug--sea--hero.webp 450w, /goods/mug--sea--hero.webp 700w'
  });
});

test.each(['https://cdn.example/mug.jpg', 'https://cdn.example/goods/mug.webp', '/goods/450/mug.webp'])('%s is taken as it is', (src) => {
  expect(pictureSources({ src, alt: '', width: null, height: null })).toEqual({ src, srcset: undefined });
});
