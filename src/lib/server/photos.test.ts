import sharp from 'sharp';
import { expect, test } from 'vitest';
import { MOST_PHOTO_BYTES, photoFrom } from './photos.ts';

const red = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: 'red' } });

test('only the picture is kept: no place, no camera, and the right way up', async () => {
  const made = await red(40, 20)
    .withExif({ IFD0: { Make: 'A camera', Copyright: 'Somebody' }, IFD3: { GPSLatitude: '12/1 58/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  expect(made.includes('A camera')).toBe(true);
  const photo = (await photoFrom(made))!;
  expect([photo.width, photo.height]).toEqual([20, 40]);
  const kept = await sharp(photo.picture).metadata();
  expect([kept.format, kept.exif, kept.orientation, kept.icc]).toEqual(['jpeg', undefined, undefined, undefined]);
});

test.each([
  ['png', red(10, 10).png()],
  ['webp', red(10, 10).webp()],
  ['avif', red(10, 10).avif()]
])('a %s becomes a jpeg, and a large one a smaller one', async (...[, picture]) => {
  expect(await photoFrom(await picture.toBuffer())).toMatchObject({ width: 10, height: 10 });
  expect(await photoFrom(await red(4000, 2000).jpeg().toBuffer())).toMatchObject({ width: 1600, height: 800 });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['words', Buffer.from('a picture of my lamp')],
  ['a page', Buffer.from('<html><script>alert(1)</script>')],
  ['a drawing with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>')],
  ['the beginning of a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
  ['a file of more than we read', Buffer.alloc(MOST_PHOTO_BYTES + 1)]
])('%s is no photo', async (...[, bytes]) => {
  expect(await photoFrom(bytes)).toBeUndefined();
});

test('a picture that says it is larger than any memory is not opened', async () => {
  const png = await red(1, 1).png().toBuffer();
  png.writeUInt32BE(60_000, 16);
  png.writeUInt32BE(60_000, 20);
  expect(await photoFrom(png)).toBeUndefined();
});
