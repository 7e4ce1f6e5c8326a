/** Of the demo shop, to pay with; public by design, and in no shop without demo data. */
export const DEMO_GIFT_CARDS = [
  { code: 'MEZG1FT000000300', amountMinor: 30_000 },
  { code: 'MEZG1FT000001000', amountMinor: 100_000 },
  { code: 'MEZG1FT000005000', amountMinor: 500_000 },
  { code: 'MEZG1FT000025000', amountMinor: 2_500_000 }
] as const;
