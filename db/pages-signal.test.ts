import fc from 'fast-check';
import { expect, test } from 'vitest';
import { payloadsOf, roomsIn } from './pages-signal.ts';

const room = fc.oneof(
  fc.uuid().map((id) => `variant:${id}`),
  fc.uuid().map((id) => `order:${id}`)
);

test('whatever is told arrives whole and in order, in messages that PostgreSQL can carry', () => {
  fc.assert(
    fc.property(fc.array(room, { maxLength: 400 }), fc.integer({ min: 100, max: 7_500 }), (rooms, limit) => {
      const payloads = payloadsOf(rooms, limit);
      for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(limit);
      expect(payloads.flatMap(roomsIn)).toEqual(rooms);
    })
  );
});

test('a whole batch of different goods takes two messages, and nothing takes none', () => {
  const rooms = Array.from({ length: 200 }, (_, i) => `variant:0199f0a0-0000-7000-8000-${String(i).padStart(12, '0')}`);
  expect(payloadsOf(rooms)).toHaveLength(2);
  expect(payloadsOf([])).toEqual([]);
});

test.each(['', 'hello', '{"a":1}', '[1,2]', '["a",null]'])('a message that we did not write (%s) counts as nothing', (payload) => {
  expect(roomsIn(payload)).toEqual([]);
});
