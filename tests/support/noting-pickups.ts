import { CarrierRefused, type CarrierPickups, type PickupAsk } from '#lib/commerce/fulfilment/carrier.ts';
import { ProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';

type Status = 'unknown' | 'scheduled' | 'canceled' | 'fetched';
/** What goes wrong at the next call of that name. `lost`: it is done, and nobody hears of it. `meanwhile` happens before the answer. */
type Fault = { at: keyof CarrierPickups; how: 'silent' | 'lost' | 'refused' | (() => Promise<void>) };

/** The books of a carrier that comes to doors. */
export type NotingPickups = {
  port: CarrierPickups;
  asks: PickupAsk[];
  calls: string[];
  /** How those stand that were booked or cancelled for a return, in order. */
  of: (returnId: string) => Status[];
  /** Whether it was booked or cancelled. */
  isSettled: (ref: string) => boolean;
  next: (...faults: Fault[]) => void;
  /** The courier was there. */
  fetch: (returnId: string) => void;
};

export function notingPickups(): NotingPickups {
  const books = new Map<string, { ask: PickupAsk; status: Status }>();
  const [asks, calls, faults] = [[] as PickupAsk[], [] as string[], [] as Fault[]];
  const all = (returnId: string) => [...books.values()].filter(({ ask }) => ask.reference.startsWith(returnId));

  async function call<T>(at: keyof CarrierPickups, work: () => T): Promise<T> {
    calls.push(at);
    const place = faults.findIndex((fault) => fault.at === at);
    const how = place === -1 ? undefined : faults.splice(place, 1)[0]?.how;
    if (how === 'silent') throw new ProviderUnreachable('no answer');
    if (how === 'refused') throw new CarrierRefused('no courier is free in that window');
    const done = work();
    if (how === 'lost') throw new ProviderUnreachable('no answer');
    if (typeof how === 'function') await how();
    return done;
  }
  const kept = (ref: string) => books.get(ref) ?? { ask: asks[0]!, status: 'canceled' as Status };

  return {
    asks,
    calls,
    of: (returnId) => all(returnId).map(({ status }) => status),
    isSettled: (ref) => kept(ref).status !== 'unknown',
    next: (...more) => void faults.push(...more),
    fetch: (returnId) => all(returnId).forEach((one) => (one.status = 'fetched')),
    port: {
      draft: async (ask) =>
        call('draft', () => {
          asks.push(ask);
          const ref = `pickup:${ask.reference}`;
          if (!books.has(ref)) books.set(ref, { ask, status: 'unknown' });
          return ref;
        }),
      book: async (ref) =>
        call('book', () => {
          const one = kept(ref);
          if (one.status === 'canceled') throw new CarrierRefused('this pick-up was cancelled');
          if (one.status === 'unknown') one.status = 'scheduled';
          return { from: one.ask.from, until: one.ask.until, confirmation: `CR-${ref.slice(7, 15)}` };
        }),
      cancel: async (ref) =>
        call('cancel', () => {
          const one = kept(ref);
          if (one.status === 'fetched') return 'kept';
          // As at EasyPost: what nobody bought is not cancelled by that.
          if (one.status === 'scheduled') one.status = 'canceled';
          return 'cancelled';
        })
    }
  };
}
