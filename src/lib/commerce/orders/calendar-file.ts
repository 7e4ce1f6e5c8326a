/** One entry of a calendar: an arrival, or a time to collect. Instants are ISO. */
export type CalendarEntry = { id: string; from: string; until: string; title: string; where: string; url: string };

/**
 * The entries as an iCalendar file (RFC 5545): times in UTC, text escaped, lines folded at 75 bytes. `sequence` grows with
 * every change of the order, so that a file downloaded again replaces what the calendar had.
 */
export function calendarFile(entries: CalendarEntry[], { at, sequence }: { at: Date; sequence: number }): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//mez//orders//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...entries.flatMap((entry) => entryLines(entry, stamp(at.toISOString()), sequence)),
    'END:VCALENDAR'
  ];
  return lines.map(folded).join('\r\n') + '\r\n';
}

function entryLines({ id, from, until, title, where, url }: CalendarEntry, madeAt: string, sequence: number): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${id}@mez`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${madeAt}`,
    `DTSTART:${stamp(from)}`,
    `DTEND:${stamp(until)}`,
    `SUMMARY:${escaped(title)}`,
    ...(where === '' ? [] : [`LOCATION:${escaped(where)}`]),
    `URL:${url}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT'
  ];
}

/** 20261125T113000Z */
const stamp = (instant: string): string => new Date(instant).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');

const escaped = (text: string): string => text.replaceAll(/[\\;,]/g, String.raw`\$&`).replaceAll(/\r\n?|\n/g, String.raw`\n`);

/** No line is longer than 75 bytes; what follows begins with a space. A character is never cut in two. */
function folded(line: string): string {
  const bytes = new TextEncoder();
  const parts: string[] = [];
  let part = '';
  let length = 0;
  for (const char of line) {
    const size = bytes.encode(char).length;
    if (length + size > 75) {
      parts.push(part);
      part = ' ';
      length = 1;
    }
    part += char;
    length += size;
  }
  return [...parts, part].join('\r\n');
}
