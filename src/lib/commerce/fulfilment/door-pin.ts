import type { CarrierWord } from './carrier-status.ts';

type Door = { doorPin: string | null; pinAt: Date | null };
type Said = CarrierWord & { occurredAt: Date; pin?: string | null };

/** A door that asks for a code gives nothing away without it: what claims to be delivered there is held up instead. */
export function atTheDoor<S extends Said>(scan: S, { doorPin, pinAt }: Door): S {
  const isAsked = doorPin !== null && pinAt !== null && scan.occurredAt >= pinAt;
  if (scan.status !== 'delivered' || !isAsked || scan.pin === doorPin) return scan;
  return { ...scan, status: 'failure', detail: 'pin_missing' };
}
