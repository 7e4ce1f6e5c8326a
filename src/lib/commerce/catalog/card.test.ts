import { expect, test } from 'vitest';
import { cardLine, cardWays } from './card.ts';
import { bringTime, collectPhrase, collectTime, hoursText, orderByText, seeTime } from './board-words.ts';
import { NO_RULES } from '../fulfilment/rules/sourcing-rule.ts';
import type { PromiseTable } from './promise-table.ts';

const ZONE = 'Asia/Kolkata';
const at = (text: string) => new Date(`${text}+05:30`).toISOString();
const now = at('2026-11-25T11:00');
const window = (from: string, until: string) => ({ from: at(from), until: at(until), orderBy: at('2026-11-25T17:45') });
const friday = { ...window('2026-11-26T09:00', '2026-11-27T21:00'), zone: 'city' as const };
const doors = { isOpen: true, closes: at('2026-11-25T21:00'), opens: null };
const node = (nodeId: string, name: string, metres: number) => ({
  nodeId,
  name,
  kind: 'store' as const,
  metres,
  doors,
  load: 0,
  misses: 0,
  facts: null,
  delivery: { standard: friday },
  collect: window('2026-11-25T11:20', '2026-11-25T11:30')
});
const table: PromiseTable = {
  isPlaceKnown: true,
  ruled: { set: NO_RULES, country: 'IN', postcode: '560038' },
  ways: [
    node('near', 'Indiranagar', 700),
    { ...node('depot', 'Hoskote', 17_000), kind: 'warehouse', collect: null },
    node('far', 'Bandra', 849_000)
  ]
};
const ways = cardWays(table, now, ZONE);

test('a card promises no day from a place that a rule keeps out', () => {
  const facts = { nodeId: 'depot', nodeKind: 'warehouse', queueDepth: 0, distanceMetres: 17_000, hour: 11 } as const;
  const rules = [{ name: 'No depot', when: [{ field: 'nodeId', test: 'is', value: 'depot' }], action: { kind: 'exclude' } }] as const;
  const ruled = { ...table, ways: table.ways.map((way) => ({ ...way, facts: way.nodeId === 'depot' ? facts : null })) };
  const out = cardWays({ ...ruled, ruled: { ...table.ruled, set: { version: 1, rules } } }, now, ZONE);
  expect(cardWays(ruled, now, ZONE).find(({ nodeId }) => nodeId === 'depot')?.bring).toBe('Here by Friday');
  expect(out.find(({ nodeId }) => nodeId === 'depot')?.bring).toBeNull();
});

test('a card says what is best to know: a shelf near by, else the day at the door, else how few are left', () => {
  expect(cardLine([{ nodeId: 'near', available: 9 }], ways)).toBe('Collect today, Indiranagar');
  expect(cardLine([{ nodeId: 'depot', available: 9 }], ways)).toBe('Here by Friday');
  expect(cardLine([{ nodeId: 'far', available: 9 }], ways)).toBe('Here by Friday');
  expect(
    cardLine(
      [
        { nodeId: 'near', available: 2 },
        { nodeId: 'depot', available: -4 }
      ],
      ways
    )
  ).toBe('Only 2 left');
  expect(cardLine([{ nodeId: 'near', available: 1 }], ways)).toBe('The last one');
  expect(cardLine([], ways)).toBe('None left');
  expect(cardLine([], ways, false)).toBe('Collect today, Indiranagar');
  expect(cardLine([{ nodeId: 'elsewhere', available: 9 }], ways)).toBe('');
});

test('the board commits to the day and says when it may be sooner', () => {
  expect(bringTime(friday, now, ZONE)).toEqual({ big: 'Friday', small: 'perhaps tomorrow' });
  expect(bringTime(window('2026-11-26T09:00', '2026-11-26T21:00'), now, ZONE)).toEqual({ big: 'Tomorrow', small: 'by 9 pm' });
  expect(bringTime(window('2026-11-25T18:00', '2026-11-25T19:30'), now, ZONE)).toEqual({ big: 'Today', small: '6:00–7:30 pm' });
});

test('collecting is minutes while it is soon, else a day and an hour', () => {
  expect(collectTime(window('2026-11-25T11:20', '2026-11-25T11:28'), now, ZONE)).toEqual({ big: '30 min', small: '' });
  expect(collectTime(window('2026-11-26T10:20', '2026-11-26T10:30'), now, ZONE)).toEqual({ big: 'Tomorrow', small: 'from 10:30 am' });
  expect(collectPhrase(window('2026-11-25T11:20', '2026-11-25T11:28'), now, ZONE)).toBe('in 30 min');
  expect(collectPhrase(window('2026-11-26T10:20', '2026-11-26T10:30'), now, ZONE)).toBe('tomorrow from 10:30 am');
});

test('doors are open until a time, or open again at one', () => {
  expect(hoursText(doors, now, ZONE)).toBe('open till 9 pm');
  expect(hoursText({ isOpen: false, closes: null, opens: at('2026-11-25T12:30') }, now, ZONE)).toBe('opens at 12:30 pm');
  expect(hoursText({ isOpen: false, closes: null, opens: at('2026-11-26T10:00') }, now, ZONE)).toBe('opens tomorrow at 10 am');
  expect(hoursText({ isOpen: false, closes: null, opens: null }, now, ZONE)).toBe('closed');
  expect(seeTime({ isOpen: false, opens: at('2026-11-26T10:00') }, now, ZONE)).toEqual({ big: 'Tomorrow', small: 'from 10 am' });
  expect(seeTime(doors, now, ZONE).big).toBe('Now');
});

test('the countdown turns into a clock time when it is far off, and never goes below nothing', () => {
  expect(orderByText(at('2026-11-25T12:12'), now, ZONE)).toBe('Order in the next 1 h 12 min');
  expect(orderByText(at('2026-11-25T17:45'), now, ZONE)).toBe('Order by 5:45 pm');
  expect(orderByText(at('2026-11-26T17:00'), now, ZONE)).toBe('Order by 5 pm tomorrow');
  expect(orderByText(at('2026-11-25T10:59'), now, ZONE)).toBe('The date moves on in a moment');
});
