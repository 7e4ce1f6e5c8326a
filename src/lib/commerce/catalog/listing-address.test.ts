import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appliedFilters, bandRange, bandValue, changed, pageAddress, readListing } from './listing-address.ts';
import { BAND_EDGES } from './listing-query.ts';

const read = (query: string) => readListing(new URLSearchParams(query));

test('the whole state of a listing is in its address', () => {
  expect(
    read('q=brass+lamp&shelf=wall-lamps&colour=Brass&colour=ink&price=1000-5000&at=blr-indiranagar&stock=in&sort=price&page=3')
  ).toMatchObject({
    search: { text: 'brass lamp' },
    shelf: 'wall-lamps',
    looks: ['brass', 'ink'],
    minMinor: 100_000,
    maxMinor: 500_000,
    nodeId: 'blr-indiranagar',
    inStock: true,
    sort: 'price',
    page: 3
  });
});

test('prices of the words typed and of the fields both hold', () => {
  expect(read('q=lamp+under+7k&min=2000&max=9000')).toMatchObject({ minMinor: 200_000, maxMinor: 700_000 });
});

test.each(['page=-1', 'page=0', 'page=two', 'page=1e9', 'page=', 'page=1.5'])('%s is the first page', (query) => {
  expect(read(query).page).toBe(1);
});

test('a page beyond the last that we count to is that one', () => {
  expect(read('page=99999').page).toBe(20);
});

test.each(['sort=drop+table', 'at=../etc', 'department=%00', 'price=x-y', 'min=-5', 'max=NaN', 'shelf=' + 'x'.repeat(500)])(
  '%s is left out',
  (query) => {
    expect(read(query)).toEqual(read(''));
  }
);

test('a change keeps the rest and goes back to page one', () => {
  const now = new URLSearchParams('q=lamp&colour=brass&colour=ink&page=4&min=');
  expect(changed(now, { colour: ['ink'] })).toBe('?q=lamp&colour=ink');
  expect(changed(now, { colour: undefined, q: undefined })).toBe('?');
  expect(pageAddress(now, 2)).toBe('?q=lamp&colour=brass&colour=ink&page=2');
});

test('each filter that is on can be taken away by itself', () => {
  const now = new URLSearchParams('q=lamp&shelf=wall-lamps&colour=brass&price=0-1000&stock=in');
  const applied = appliedFilters(now, readListing(now), { shelf: 'Wall lamps', money: (minor) => `₹${minor / 100}` });
  expect(applied).toEqual([
    { label: 'Wall lamps', href: '?q=lamp&colour=brass&price=0-1000&stock=in' },
    { label: 'Brass', href: '?q=lamp&shelf=wall-lamps&price=0-1000&stock=in' },
    { label: 'Up to ₹1000', href: '?q=lamp&shelf=wall-lamps&colour=brass&stock=in' },
    { label: 'In stock', href: '?q=lamp&shelf=wall-lamps&colour=brass&price=0-1000' }
  ]);
});

test('a band in the address is the band that was counted', () => {
  for (let band = 0; band <= BAND_EDGES.length; band += 1) {
    const { minMinor, maxMinor } = read(`price=${bandValue(band)}`);
    expect({ minMinor, maxMinor }).toEqual({ minMinor: undefined, maxMinor: undefined, ...bandRange(band) });
  }
});

test('whatever the address, what comes out is in its bounds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('q', 'page', 'min', 'max', 'price', 'colour', 'at', 'sort', 'shelf'), fc.string())),
      (entries) => {
        const { page, looks, minMinor = 0, maxMinor = 0 } = readListing(new URLSearchParams(entries));
        expect(page >= 1 && page <= 20 && looks.length <= 12 && Number.isSafeInteger(minMinor) && Number.isSafeInteger(maxMinor)).toBe(
          true
        );
      }
    )
  );
});
