import { expect, test } from 'vitest';
import { aTrackedOrder, aTrackedParcel } from '#tests/support/tracked-orders.ts';
import { calendarEntries } from './calendar-entries.ts';
import { calendarFile } from './calendar-file.ts';

const at = new Date('2026-11-25T05:00:00Z');
const entry = {
  id: 'p1',
  from: '2026-11-26T03:30:00+00:00',
  until: '2026-11-27T15:30:00.123Z',
  title: 'mez brings MZ-1',
  where: '',
  url: 'https://mez.example/orders/k'
};

test('an entry has its times in UTC, and a file says that it is one', () => {
  const lines = calendarFile([entry], { at, sequence: 4 }).split('\r\n');
  expect(lines[0]).toBe('BEGIN:VCALENDAR');
  expect(lines.slice(-2)).toEqual(['END:VCALENDAR', '']);
  expect(lines).toEqual(
    expect.arrayContaining(['UID:p1@mez', 'SEQUENCE:4', 'DTSTAMP:20261125T050000Z', 'DTSTART:20261126T033000Z', 'DTEND:20261127T153000Z'])
  );
  expect(lines.some((line) => line.startsWith('LOCATION'))).toBe(false);
});

test('what people typed cannot end a line or begin a new field', () => {
  const file = calendarFile([{ ...entry, where: '1, Road; "x"\\\nEND:VEVENT\r\nX:1' }], { at, sequence: 1 });
  expect(file).toContain(String.raw`LOCATION:1\, Road\; "x"\\\nEND:VEVENT\nX:1`);
});

test('no line is longer than 75 bytes, and unfolded it is what it was', () => {
  const where = 'मेज़ '.repeat(40).trim();
  const file = calendarFile([{ ...entry, where }], { at, sequence: 1 });
  expect(Math.max(...file.split('\r\n').map((line) => new TextEncoder().encode(line).length))).toBeLessThanOrEqual(75);
  expect(file.replaceAll('\r\n ', '')).toContain(`LOCATION:${where}`);
});

test('each parcel that is still to come has an entry, at the door or at the counter', () => {
  const order = aTrackedOrder({
    parcels: [
      aTrackedParcel(),
      aTrackedParcel({ id: 'p2', method: 'pickup', nodeName: 'Indiranagar', nodeAddress: '100 Feet Road' }),
      aTrackedParcel({ id: 'p3', state: 'closed' })
    ]
  });
  expect(calendarEntries(order, 'https://x').map(({ title, where }) => [title, where])).toEqual([
    ['mez brings MZ-0123456789', '12 Test Street, Bengaluru, 560038'],
    ['Collect at Indiranagar (mez MZ-0123456789)', '100 Feet Road']
  ]);
});
