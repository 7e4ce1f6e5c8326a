import { inSentence } from '../catalog/countdown.ts';
import { clockText, dayText, spanText, type Instant } from '#lib/ui/when.ts';

type Worded = {
  method: 'ship' | 'pickup' | 'carry_out';
  state: string;
  due: Instant | null;
  lines: readonly { quantity: number; picked: number }[];
};

/** "Leaves by 6:30 pm", "Ready by tomorrow, 11:20 am": when a parcel has to be done. Empty where nothing was planned. */
export function dueText({ method, due }: Pick<Worded, 'method' | 'due'>, now: Instant, zone: string): string {
  if (due === null) return '';
  const day = dayText(due, now, zone);
  const when = day === 'Today' ? clockText(due, zone) : `${inSentence(day)}, ${clockText(due, zone)}`;
  return `${method === 'ship' ? 'Leaves' : 'Ready'} by ${when}`;
}

/** "40 min late"; empty in time. */
export function lateText({ due }: Pick<Worded, 'due'>, now: Instant): string {
  const ms = due === null ? 0 : new Date(now).getTime() - new Date(due).getTime();
  return ms >= 60_000 ? `${spanText(ms)} late` : '';
}

/** "2 of 3 scanned". */
export function pickedText({ lines }: Pick<Worded, 'lines'>): string {
  const [picked, wanted] = [lines.reduce((sum, line) => sum + line.picked, 0), lines.reduce((sum, line) => sum + line.quantity, 0)];
  return `${picked} of ${wanted} scanned`;
}
