import type { DeliveryRules, SizeClass } from './delivery-rules.ts';

const fees = (small: number, medium: number, large: number): Record<SizeClass, number> => ({ small, medium, large });

/** The first rules of the shop: bands, days, prices. Spreads are fixed per zone until lanes have a history to learn from. */
export const deliveryRulesV1: DeliveryRules = {
  version: 'delivery-1',
  bands: [
    { zone: 'city', upToMetres: 30_000 },
    { zone: 'region', upToMetres: 300_000 },
    { zone: 'nation', upToMetres: 1_500_000 },
    { zone: 'far', upToMetres: null }
  ],
  transit: {
    standard: {
      city: { unit: 'day', p50: 1, p90: 2 },
      region: { unit: 'day', p50: 2, p90: 3 },
      nation: { unit: 'day', p50: 3, p90: 5 },
      far: { unit: 'day', p50: 5, p90: 7 }
    },
    express: {
      city: { unit: 'day', p50: 1, p90: 1 },
      region: { unit: 'day', p50: 1, p90: 2 },
      nation: { unit: 'day', p50: 2, p90: 3 },
      far: { unit: 'day', p50: 3, p90: 4 }
    },
    same_day: { city: { unit: 'minute', p50: 90, p90: 180 } }
  },
  offeredBy: {
    standard: ['warehouse', 'dark_store', 'store', 'third_party'],
    express: ['warehouse', 'dark_store', 'store', 'third_party'],
    same_day: ['dark_store', 'store'],
    pickup: ['store']
  },
  collections: { standard: [18 * 60 + 30], express: [13 * 60, 19 * 60 + 30], same_day: 'on-demand' },
  pickupMinutes: { p50: 20, p90: 30 },
  tariffs: {
    INR: {
      standard: {
        fees: {
          city: fees(4900, 7900, 19_900),
          region: fees(7900, 11_900, 34_900),
          nation: fees(9900, 14_900, 49_900),
          far: fees(12_900, 19_900, 69_900)
        },
        freeFrom: 99_900
      },
      express: {
        fees: {
          city: fees(9900, 14_900, 39_900),
          region: fees(14_900, 22_900, 59_900),
          nation: fees(19_900, 32_900, 89_900),
          far: fees(24_900, 39_900, 119_900)
        },
        freeFrom: null
      },
      same_day: { fees: { city: fees(14_900, 19_900, 49_900) }, freeFrom: null }
    },
    USD: {
      standard: {
        fees: { city: fees(499, 799, 1999), region: fees(599, 999, 2999), nation: fees(799, 1299, 3999), far: fees(999, 1599, 4999) },
        freeFrom: 4900
      },
      express: {
        fees: { city: fees(999, 1499, 3999), region: fees(1499, 1999, 4999), nation: fees(1999, 2999, 7999), far: fees(2499, 3499, 9999) },
        freeFrom: null
      },
      same_day: { fees: { city: fees(1299, 1799, 4499) }, freeFrom: null }
    }
  },
  // One parcel more is worth a day and a half; a fee as of a small parcel in town, a third of a day.
  sourcing: {
    maxParcels: 4,
    maySplitLine: true,
    weights: { day: 1, parcel: 1.5, fee: 0.35, hundredKilometres: 0.05, scarcity: 0.3, load: 0.3, miss: 2 }
  },
  tracking: {
    graceMinutes: { day: 120, minute: 15 },
    silenceMinutes: 48 * 60,
    sortedUntilMinute: 10 * 60,
    delays: {
      delayed: { day: 1, minute: 60 },
      held: { day: 2, minute: 120 },
      customs: { day: 3, minute: 240 },
      address: { day: 2, minute: 120 }
    },
    lastMile: { baseMinutes: 10, metresPerMinute: 120, leastSpreadMinutes: 15, overdueMinutes: 60 },
    publish: { minutes: 15, calmMinutes: { day: 6 * 60, minute: 30 } }
  }
};
