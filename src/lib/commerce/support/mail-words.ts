/** So many lines are looked at; whoever writes more has quoted it. */
const MOST_LINES = 5_000;

const QUOTED = /^\s{0,3}>/;
/** "On Thu, 26 Nov 2026 at 10:12, mez <…> wrote:", of which a mail program may make two lines or three. */
const saysWho = (line: string): boolean => line.length <= 400 && line.endsWith('wrote:') && /[\d@]/.test(line);
const ORIGINAL = /^-{2,}\s?(?:Original Message|Forwarded message)\s?-{2,}$/i;
const RULE = /^_{10,}$/;
const FROM = /^\*?From:\*?\s/;
const HEAD = /^\*?(?:Sent|Date|To|Subject):\*?\s/;
/** With its space, as it is written, or without, as it often comes. */
const SIGNATURE = /^--\s?$/;
const DEVICE = /^Sent from my \S.{0,60}$/;

/** What somebody wrote in a mail: without what they answer, and without what stands below every mail of theirs. */
export function writtenIn(text: string): string {
  const lines = text.replaceAll(/\r\n?/g, '\n').split('\n', MOST_LINES);
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const many = linesThatSayWho(lines, at);
    // Whoever writes between or below what they quote has marked it; else all that follows is quoted.
    if (many > 0 && !QUOTED.test(nextOf(lines, at + many))) break;
    if (endsAt(lines, at)) break;
    if (many > 0) at += many - 1;
    else if (!QUOTED.test(line)) kept.push(line.trimEnd());
  }
  return kept
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

const nextOf = (lines: readonly string[], from: number): string => lines.slice(from, from + 4).find((line) => line.trim() !== '') ?? '';

function linesThatSayWho(lines: readonly string[], at: number): number {
  if (!lines[at]?.startsWith('On ')) return 0;
  return (
    [1, 2, 3].find((many) =>
      saysWho(
        lines
          .slice(at, at + many)
          .join(' ')
          .trim()
      )
    ) ?? 0
  );
}

function endsAt(lines: readonly string[], at: number): boolean {
  const line = (lines[at] ?? '').trim();
  if (SIGNATURE.test(lines[at] ?? '') || ORIGINAL.test(line) || RULE.test(line) || DEVICE.test(line)) return true;
  return FROM.test(line) && lines.slice(at + 1, at + 4).some((next) => HEAD.test(next.trim()));
}

const ANSWER = /^(?:\s*(?:re|aw|sv|fwd?)\s*:)+/i;

/** What is said by a mail. Some write all they want to say into the subject of a new one. */
export function wordsOfMail({ subject, text }: { subject: string; text: string }): string {
  const written = writtenIn(text);
  return written === '' && !ANSWER.test(subject) ? subject.trim() : written;
}

const NAMED = /^[^<>]{0,300}<([^\s<>@,;]+@[^\s<>@,;]+)>$/;
const BARE = /^[^\s<>@,;"]+@[^\s<>@,;"]+$/;

/** The one address that a mail is from, in small letters: never what stands in its name. Undefined for none and for several. */
export function senderOf(from: string): string | undefined {
  const written = from.trim();
  const address = BARE.test(written) ? written : NAMED.exec(written)?.[1];
  return address?.toLowerCase();
}
