import { CarrierRefused } from '#lib/commerce/fulfilment/carrier.ts';
import { ProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';
import type { TestShop } from './shop.ts';

/** Always the same for the same seed: what is drawn is that of `mulberry32`. */
export function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class BrokenOff extends Error {
  override name = 'BrokenOff';
}

/**
 * The shop as one sees it on a bad day: now and then it stops in the middle of a command, and bank and carrier do what they are told and say nothing.
 * Whatever was begun is then as if it had not been, or is done again.
 */
export function unsteady(shop: TestShop, random: () => number): TestShop {
  const maybe = (share: number): boolean => random() < share;
  const notTakenBack = new Set<string>();
  const { draft, book, cancel } = shop.carrier.pickups;
  const unsure =
    <A, B>(ask: (asked: A) => Promise<B>) =>
    async (asked: A): Promise<B> => {
      const answer = await ask(asked);
      if (maybe(0.15)) throw new ProviderUnreachable('no answer');
      return answer;
    };
  return {
    ...shop,
    newId() {
      if (maybe(0.01)) throw new BrokenOff('the process ended');
      return shop.newId();
    },
    carrier: {
      ...shop.carrier,
      pickups: {
        draft: unsure(draft),
        async book(ref) {
          // A carrier keeps its word, whichever it was.
          if (!shop.couriers.isSettled(ref) && maybe(0.5)) throw new CarrierRefused('no courier is free in that window');
          return unsure(book)(ref);
        },
        cancel: unsure(cancel)
      }
    },
    payments: {
      ...shop.payments,
      async refund(order) {
        // A bank keeps its word, whichever it was.
        const isSent = shop.bank.refunds.some(({ key }) => key === order.key);
        if (!isSent && (maybe(0.25) || notTakenBack.has(order.key))) {
          notTakenBack.add(order.key);
          return { outcome: 'declined', reference: `no:${order.key}`, reason: 'bank-said-no' };
        }
        const answer = await shop.payments.refund(order);
        if (maybe(0.15)) throw new ProviderUnreachable('no answer');
        return answer;
      },
      async capture(order) {
        // What it gave under this key it does not take back.
        const isGiven = shop.bank.captures.some(({ key }) => key === order.key);
        if (maybe(0.08) && !isGiven) return { outcome: 'declined', reference: `no:${order.key}`, reason: 'bank-said-no' };
        const answer = await shop.payments.capture(order);
        if (maybe(0.15)) throw new ProviderUnreachable('no answer');
        return answer;
      },
      async void(order) {
        const answer = await shop.payments.void(order);
        if (maybe(0.15)) throw new ProviderUnreachable('no answer');
        return answer;
      }
    }
  };
}
