import type { ConsentSnapshot } from '#lib/commerce/customers/consent.ts';
import { watchConsent } from './watch-consent.ts';

type Shown = ConsentSnapshot & { until: Date };

/** As far as a page waits in one go, whatever it was told. Milliseconds. */
const LONGEST_MS = 20 * 60_000;

/**
 * Calls `onNewer` whenever more has happened to a consent than the page was made with, and when its time is over, `at` being the
 * server's time when the page was made. Returns how to stop, so write `$effect(() => followConsent(…))`.
 */
export function followConsent({ consentId, version, until }: Shown, at: Date, onNewer: () => void): () => void {
  const leave = watchConsent(consentId, (snapshot) => {
    if (snapshot.version > version) onNewer();
  });
  const over = setTimeout(onNewer, Math.min(LONGEST_MS, Math.max(0, until.getTime() - at.getTime())) + 100);
  return () => {
    clearTimeout(over);
    leave();
  };
}
