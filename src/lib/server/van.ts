import { CarrierRefused, type Booking, type Carrier, type CarrierPickups } from '#lib/commerce/fulfilment/carrier.ts';
import type { CarrierSimulator } from './providers/carrier-simulator/carrier-simulator.ts';

/** Our own van: it takes our numbers and our labels. */
export function vanOf(van: CarrierSimulator): Carrier {
  return {
    name: 'mez van',
    async book(booking) {
      van.book(inVanWords(booking));
      return null;
    },
    labels: null,
    pickups: pickupsOf(van),
    canInstruct: new Set(['day', 'safe-place', 'pin', 'collect']),
    async instruct(trackingNumber, { to, ...instructions }) {
      van.instruct(trackingNumber, { ...instructions, to: to && placeInVanWords(to) });
    }
  };
}

function pickupsOf({ pickups }: CarrierSimulator): CarrierPickups {
  return {
    draft: async ({ reference, booking, from, until }) => pickups.draft({ reference, booking: inVanWords(booking), from, until }),
    async book(ref) {
      const answer = pickups.book(ref);
      if (answer.status !== 'scheduled') throw new CarrierRefused(answer.reason);
      return answer;
    },
    cancel: async (ref) => (pickups.cancel(ref) === 'canceled' ? 'cancelled' : 'kept')
  };
}

function inVanWords({ from, to, trackingNumber, service, shipBy, deliverFrom, deliverUntil }: Booking) {
  const { timeZone: zone, ...start } = from;
  const asked = { trackingNumber, service, shipBy, deliverFrom, deliverUntil };
  return { ...asked, from: { ...start, zone }, to: placeInVanWords(to) };
}

const placeInVanWords = ({ lat, lng, timeZone, name }: Booking['to']) => ({ lat, lng, zone: timeZone, city: name });
