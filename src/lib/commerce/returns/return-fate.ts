import type { Disposition } from './return.machine.ts';

/** Where a unit is from then on: for sale on the shelf of the place that graded it, there but not for sale, or not with us. */
export type UnitFate = 'for-sale' | 'set-aside' | 'gone';

const FATES: Record<Disposition, UnitFate> = {
  restock_a: 'for-sale',
  restock_b: 'for-sale',
  refurbish: 'set-aside',
  return_to_vendor: 'set-aside',
  quarantine: 'set-aside',
  scrap: 'gone',
  missing: 'gone',
  back_to_customer: 'gone'
};
export const fateOf = (disposition: Disposition): UnitFate => FATES[disposition];
