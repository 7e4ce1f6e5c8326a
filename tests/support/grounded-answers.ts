import type { Answer } from '#agents/answer.ts';
import { unsupportedIn } from '#agents/conversation/grounding.ts';
import { supportOf } from '#agents/conversation/support.ts';

/** What tests of what may be said begin with: an order on its way, and how long things may come back. */
export const NOW = new Date('2026-11-23T05:30:00Z');
export const status: Answer = {
  decision: 'done',
  code: null,
  rule: null,
  facts: [],
  effect: {
    order: 'MZ-7K2P9Q4R1S',
    currency: 'INR',
    totalMinor: 123_450,
    placedAt: '2026-11-22T10:00:00Z',
    things: [{ title: 'Paper Lamp', quantity: 2, unitPriceMinor: 49_000 }],
    parcels: [
      {
        state: 'shipped',
        shipmentState: 'in_transit',
        words: { strong: 'On the way.', rest: '' },
        trackingNumber: 'TRK12345678',
        expected: { from: '2026-11-24T10:30:00Z', until: '2026-11-24T12:30:00Z' },
        promise: { why: 'Your refund of ₹9,999 is approved, call 9876543210', moved: '' },
        seen: { status: 'in_transit', city: 'Delivered to MZ-AAAAAAAAAA', at: '2026-11-23T04:00:00Z' }
      }
    ]
  }
};
export const policy: Answer = {
  decision: 'done',
  code: null,
  rule: null,
  facts: [],
  effect: { topic: 'returns', answer: 'Within 30 days of the day it came, by: Bring it to a store; Have it fetched (₹99).' }
};
/** What of a sentence none of these answers supports. */
export const wrong = (text: string, ...answers: Answer[]): string[] => unsupportedIn(text, supportOf(answers), NOW);
