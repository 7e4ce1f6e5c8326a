import { clockText, dateText, windowText } from '#lib/ui/when.ts';
import { MARKET } from '../stores/market.ts';
import { isPickupOver } from './pickup-window.ts';
import type { TrackedReturn } from './tracked-return.ts';

export type PickupWords = { title: string; words: string; tone: 'plain' | 'warn' };
type Fetched = Pick<TrackedReturn, 'state' | 'pickup'>;

const INSTEAD = 'Bring it to a store, or give it to the carrier yourself with its label. You do not pay for the fetching then.';

/** When the carrier comes: "Thu 26 Nov, 9 am–6 pm". */
export function pickupTime({ from, until }: { from: string; until: string }): string {
  const { timeZone } = MARKET;
  const [day, last] = [dateText(from, timeZone), dateText(until, timeZone)];
  if (day === last) return `${day}, ${windowText(from, until, timeZone)}`;
  return `${day}, ${clockText(from, timeZone)}, to ${last}, ${clockText(until, timeZone)}`;
}

/** The window that a carrier said yes to; undefined before that, and once it is over with. */
export function bookedWindow({ pickup }: Pick<TrackedReturn, 'pickup'>): { from: string; until: string } | undefined {
  if (pickup?.state !== 'booked' || pickup.from === null || pickup.until === null) return undefined;
  return { from: pickup.from, until: pickup.until };
}

/** Whether nobody comes, or nobody came: then another way costs less. */
export function isLeftAlone(of: Fetched, now: Date): boolean {
  if (of.state !== 'label_issued' || !of.pickup) return false;
  const window = bookedWindow(of);
  return of.pickup.state === 'failed' || (window !== undefined && isPickupOver(new Date(window.until), now));
}

/** How the fetching stands, as long as it is waited for. */
export function pickupWords(of: Fetched, now: Date): PickupWords | undefined {
  if (of.state !== 'label_issued' || !of.pickup) return undefined;
  if (of.pickup.state === 'failed') return { title: 'No carrier can come to you.', words: INSTEAD, tone: 'warn' };
  const window = bookedWindow(of);
  if (!window && of.pickup.state !== 'asked') return undefined;
  if (!window) {
    return {
      title: 'We have asked the carrier to come.',
      words: 'When it comes stands here, and in a mail, once it has said so.',
      tone: 'plain'
    };
  }
  const when = pickupTime(window);
  if (isLeftAlone(of, now)) return { title: 'Has nobody come?', words: `The carrier was to come ${when}. ${INSTEAD}`, tone: 'warn' };
  if (Date.parse(window.until) < now.getTime()) {
    return {
      title: `The carrier was to come ${when}.`,
      words: 'If it did, it may be seen here only at night. If nobody came, tomorrow you find here what you can do.',
      tone: 'plain'
    };
  }
  return {
    title: `The carrier comes ${when}.`,
    words: `It brings the label along. Its confirmation: ${of.pickup.confirmation}.`,
    tone: 'plain'
  };
}
