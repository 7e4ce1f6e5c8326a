import { expect, test } from 'vitest';
import { dayIn } from './dates.ts';
import { optionsIn } from './options.ts';
import { quantityIn } from './quantity.ts';
import { returnReasonIn } from './reason.ts';
import { slotsOf } from './slots.ts';
import { storesIn } from './stores.ts';

const choices = {
  Colour: ['Brick', 'Indigo', 'Sage', 'Blue', 'Red', 'Black', 'White'],
  Size: ['Small', 'Medium', 'Large', 'Extra large', '60 cm', '90 cm', '4 seater']
};
const options: [string, string][] = [
  ['i want the large', 'Large'],
  ['indigo please', 'Indigo'],
  ['the sage one in medium', 'Sage Medium'],
  ['blue instead of red', 'Blue'],
  ['red not blue', 'Red'],
  ['i ordered red but want blue', 'Blue'],
  ['swap the small for a medium', 'Medium'],
  ['change the small one to large', 'Large'],
  ['from small to large', 'Large'],
  ['change it from red to black', 'Black'],
  ['extra large please', 'Extra large'],
  ['XL', 'Extra large'],
  ['size L', 'Large'],
  ['size m in white', 'White Medium'],
  ['LARGE', 'Large'],
  ['90cm', '90 cm'],
  ['the 60 cm shelf', '60 cm'],
  ['4 seater table', '4 seater'],
  ['bada size chahiye', 'Large'],
  ['neela wala bhejo', 'Blue'],
  ['red ki jagah blue bhejo', 'Blue'],
  ['lal nahi kala chahiye', 'Black'],
  ['नीला चाहिए', 'Blue'],
  ['rather than small send me medium', 'Medium'],
  ['medium, brick', 'Brick Medium'],
  ['i got the red, please exchange for indigo', 'Indigo'],
  ['i have small but need large', 'Large'],
  ['can i have it in black', 'Black'],
  ['a bigger one', 'Large'],
  ['smaller please', 'Small'],
  ['where is my order', ''],
  ['i was reddening with blues', ''],
  ['what sizes are there', '']
];
const days: [string, string | undefined][] = [
  ['today', '2026-11-26'],
  ['deliver tomorrow', '2026-11-27'],
  ['day after tomorrow please', '2026-11-28'],
  ['kal', '2026-11-27'],
  ['parso aana', '2026-11-28'],
  ['aaj hi', '2026-11-26'],
  ['कल भेजना', '2026-11-27'],
  ['friday', '2026-11-27'],
  ['next monday', '2026-11-30'],
  ['on thursday', '2026-12-03'],
  ['shanivar ko', '2026-11-28'],
  ['next week', '2026-12-03'],
  ['in 3 days', '2026-11-29'],
  ['after two weeks', '2026-12-10'],
  ['after the 15th', '2026-12-15'],
  ['on the 30th', '2026-11-30'],
  ['5 december', '2026-12-05'],
  ['5th of Dec', '2026-12-05'],
  ['dec 5', '2026-12-05'],
  ['January 2nd', '2027-01-02'],
  ['3 nov', '2027-11-03'],
  ['2026-12-24', '2026-12-24'],
  ['24/12', '2026-12-24'],
  ['24.12.2026', '2026-12-24'],
  ['31 june', undefined],
  ['3rd floor', undefined],
  ['as soon as you can', undefined]
];
const reasons: [string, string | undefined][] = [
  ['it is too small', 'too-small'],
  ['bahut chota hai', 'too-small'],
  ['too big for my room', 'too-large'],
  ['does not fit through the door', 'too-large'],
  ['i changed my mind', 'changed-mind'],
  ["don't need it any more", 'changed-mind'],
  ['pasand nahi aaya', 'changed-mind'],
  ['not as described', 'not-as-described'],
  ['looks different from the picture', 'not-as-described'],
  ['it came broken', 'damaged'],
  ['glass is cracked', 'damaged'],
  ['टूटा हुआ आया', 'damaged'],
  ['it does not work', 'defective'],
  ["won't switch on", 'defective'],
  ['you sent the wrong item', 'wrong-item'],
  ['galat saman aaya', 'wrong-item'],
  ['it came too late', 'arrived-late'],
  ['it is taking too long', undefined],
  ['i want to return it', undefined]
];
const quantities: [string, number | undefined][] = [
  ['2 chairs', 2],
  ['three cups', 3],
  ['make it two instead of one', 2],
  ['only one please', 1],
  ['quantity 4', 4],
  ['x3', 3],
  ['3x', 3],
  ['from 1 to 2', 2],
  ['teen plate', 3],
  ['do cup chahiye', 2],
  ['both of them', 2],
  ['the blue one', undefined],
  ['do it', undefined],
  ['in 3 days', undefined],
  ['₹500', undefined],
  ['60 cm', undefined],
  ['4 seater', undefined],
  ['flat 12', undefined],
  ['3rd floor', undefined],
  ['560034', undefined],
  ['15-18 days', undefined],
  ['5 more days', undefined]
];
const shops = [
  { id: 'indiranagar', name: 'Indiranagar', city: 'Bengaluru' },
  { id: 'church-street', name: 'Church Street', city: 'Bengaluru' },
  { id: 'bandra', name: 'Bandra', city: 'Mumbai' },
  { id: 'khan-market', name: 'Khan Market', city: 'New Delhi' }
];
const stores: [string, string[]][] = [
  ['is it in indiranagar', ['indiranagar']],
  ['Indranagar store', ['indiranagar']],
  ['church street', ['church-street']],
  ['churchstreet', ['church-street']],
  ['khan market or bandra', ['bandra', 'khan-market']],
  ['any shop in bangalore', ['indiranagar', 'church-street']],
  ['delhi store', ['khan-market']],
  ['in Mumbai', ['bandra']],
  ['a shop near me', []],
  ['market street', []]
];

test.each(options)('options of %s', (text, found) =>
  expect(
    optionsIn(text, choices)
      .map(({ value }) => value)
      .join(' ')
  ).toBe(found)
);
test.each(days)('day of %s', (text, day) => expect(dayIn(text, '2026-11-26')).toBe(day));
test.each(reasons)('reason of %s', (text, reason) => expect(returnReasonIn(text)).toBe(reason));
test.each(quantities)('quantity of %s', (text, many) => expect(quantityIn(text)).toBe(many));
test.each(stores)('stores of %s', (text, found) => expect(storesIn(text, shops)).toEqual(found));

test('one message may name much', () => {
  const text = 'cancel 2 of MZ-7K2M9QX4RD, asha@example.com, too small, or bring the large to bandra on friday';
  expect(slotsOf(text, { today: '2026-11-26', stores: shops, options: choices })).toMatchObject({
    orderNumbers: ['MZ-7K2M9QX4RD'],
    emails: ['asha@example.com'],
    reason: 'too-small',
    options: [{ name: 'Size', value: 'Large' }],
    stores: ['bandra'],
    day: '2026-11-27',
    quantity: 2
  });
});

test.each(['MZ-N6KS69FD3M', 'mz n6ks69fd3l', 'R-4K7Q2M3L'])('the end of the number %s is no size', (number) => {
  const sizes = { Size: ['Small', 'Medium', 'Large'] };
  expect(slotsOf(`exchange something of ${number}`, { today: '2026-11-26', stores: [], options: sizes }).options).toEqual([]);
  expect(slotsOf(`exchange ${number} for M`, { today: '2026-11-26', stores: [], options: sizes }).options).toEqual([
    { name: 'Size', value: 'Medium' }
  ]);
});

test.each(['1 ', 'a@', 'mz-', 'order ', 'send to ', '560034,', 'instead of ', 'one '])(
  '20,000 characters of “%s” hold up nobody',
  (text) => {
    const known = { today: '2026-11-26', stores: shops, options: choices };
    expect(slotsOf(text.repeat(20_000 / text.length), known).options.length).toBeLessThanOrEqual(1);
  }
);
