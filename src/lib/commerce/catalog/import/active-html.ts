import type { Finding } from './import-issue.ts';

/** Whether a text would do more than be read: scripts, frames, forms, handlers, addresses that run. Shown texts are cleaned of it. */
export function isActiveHtml(html: string): boolean {
  return (
    /<\s*\/?(script|style|iframe|frame|object|embed|form|input|button|link|meta|base|svg|math)\b/i.test(html) ||
    /<[^>]*\son\w+\s*=/i.test(html) ||
    /\b(javascript|vbscript)\s*:|data\s*:\s*text\/html/i.test(html)
  );
}

/** Says so in the log, if it is so. */
export function warnOfActiveHtml(html: string | undefined, warn: (finding: Pick<Finding, 'code' | 'value' | 'message'>) => void): void {
  if (!html || !isActiveHtml(html)) return;
  warn({
    code: 'html_cleaned',
    value: html,
    message: 'The text is kept as it is; scripts, frames and the like are left out when it is shown.'
  });
}
