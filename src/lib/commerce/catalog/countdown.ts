import { clockText, dayText, spanText, type Instant } from '#lib/ui/when.ts';

const FAR_MS = 6 * 3_600_000;

/** Until when this date still holds: "Order in the next 1 h 12 min", or the clock time when it is far off. */
export function orderByText(orderBy: Instant, now: Instant, zone: string): string {
  const left = new Date(orderBy).getTime() - new Date(now).getTime();
  if (left <= 0) return 'The date moves on in a moment';
  if (left < FAR_MS) return `Order in the next ${spanText(left)}`;
  const day = dayText(orderBy, now, zone);
  return `Order by ${shortClock(orderBy, zone)}${day === 'Today' ? '' : ` ${inSentence(day)}`}`;
}

/** Full hours without their zeros: "9 pm", "10:30 am". */
export function shortClock(at: Instant, zone: string): string {
  return clockText(at, zone).replace(':00', '');
}

/** "Tomorrow" within a sentence; names of days keep their capital. */
export function inSentence(day: string): string {
  return /^(Today|Tomorrow|Yesterday)$/.test(day) ? day.toLowerCase() : day;
}
