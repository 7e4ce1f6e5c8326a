/** All money in minor units of the order. */
type Value = { goodsMinor: number; bringingMinor: number; feeMinor: number };

/** What comes back pays for what goes out: what is left is the shopper's, what is missing they pay on top. */
export function balanceOf({ goodsMinor, bringingMinor, feeMinor }: Value, newMinor: number): { moreMinor: number; backMinor: number } {
  const leftMinor = goodsMinor + bringingMinor - feeMinor - newMinor;
  return { moreMinor: Math.max(0, -leftMinor), backMinor: Math.max(0, leftMinor) };
}

/** Of what comes back, the part that pays for the new thing. The fee is kept of it only where all of it goes into the new thing. */
export function nettedWith(
  { goodsMinor, feeMinor }: Value,
  newMinor: number
): { goodsMinor: number; feeMinor: number; nettedMinor: number } {
  return goodsMinor - feeMinor >= newMinor
    ? { goodsMinor: newMinor, feeMinor: 0, nettedMinor: newMinor }
    : { goodsMinor, feeMinor, nettedMinor: goodsMinor - feeMinor };
}
