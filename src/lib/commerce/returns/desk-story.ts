import type { TimelineStep } from '#lib/ui/Timeline.svelte';
import type { ReturnState } from './return.machine.ts';

type Step = { type: string; at: Date; place: string | null; words: string };

const TITLES: Record<string, string> = {
  'return.requested': 'Asked for',
  'return.approved': 'Approved',
  'return.approved_once': 'The first of two said yes',
  'return.declined': 'Declined',
  'return.appealed': 'Asked once more',
  'return.cancelled': 'Cancelled',
  'return.expired': 'Never sent',
  'return.label_issued': 'Label made',
  'return.drop_chosen': 'To be brought to a counter',
  'return.dropped_off': 'Given in',
  'return.scanned': 'Seen by the carrier',
  'return.received': 'Received',
  'return.graded': 'Looked at',
  'return.settled': 'All of it has its place',
  'return.closed': 'Done',
  'return.overdue': 'The money is late'
};
const OVER: ReadonlySet<ReturnState> = new Set(['declined', 'closed', 'cancelled', 'expired']);

/** What happened to a return, the oldest first; of what is still to come, that its money goes back. */
export function deskStory(state: ReturnState, story: readonly Step[], moneyBy: string): TimelineStep[] {
  const known = story.flatMap(({ type, at, place, words }) => (TITLES[type] ? [{ title: TITLES[type], at, place, words }] : []));
  const steps = known.map(({ title, at, place, words }, index): TimelineStep => {
    const isNow = index === known.length - 1 && !OVER.has(state);
    return { title, at, note: [place, words].filter(Boolean).join(': ') || undefined, state: isNow ? 'now' : 'done' };
  });
  return OVER.has(state) ? steps : [...steps, { title: 'Money back', expected: moneyBy, state: 'next' }];
}
