import { csvLine, spreadsheetSafe } from '#lib/commerce/catalog/export/csv-text.ts';
import type { ReturnReason } from '#lib/commerce/policies/policy.ts';

type Cost = { units: number; goodsMinor: number; reasons: { reason: ReturnReason; units: number }[] };
type Costs = { costs: (Cost & { title: string })[]; places: (Cost & { name: string; forSale: number })[]; currency: string };

const HEAD = ['by', 'name', 'reason', 'units', 'for sale again', 'worth', 'currency'];

/**
 * What came back, one line for each product and each place and one more for each of their reasons. Names are other people's words: a spreadsheet
 * runs none of them.
 */
export function costCsv({ costs, places, currency }: Costs): string {
  const lines = [
    ...costs.flatMap((cost) => linesOf(['product', cost.title], cost, { forSale: '', currency })),
    ...places.flatMap((place) => linesOf(['place', place.name], place, { forSale: String(place.forSale), currency }))
  ];
  return [HEAD, ...lines].map((cells) => csvLine(cells.map(spreadsheetSafe))).join('');
}

function linesOf(
  what: string[],
  { units, goodsMinor, reasons }: Cost,
  { forSale, currency }: { forSale: string; currency: string }
): string[][] {
  const all = [...what, '', String(units), forSale, (goodsMinor / 100).toFixed(2), currency];
  return [all, ...reasons.map((one) => [...what, one.reason, String(one.units), '', '', ''])];
}
