/** A market has its own price list, in its own currency. */
export type Market = { name: string; currency: string };

/** The markets the shop sells in. Price lists that are there already count as markets too. */
export const OWN_MARKETS: readonly Market[] = [
  { name: 'India', currency: 'INR' },
  { name: 'United States', currency: 'USD' }
];

/** A market by its name, capitals aside; a currency code stands for the list of prices in that currency. */
export function findMarket(known: readonly Market[], name: string): Market | undefined {
  const found = known.find((market) => market.name.toLowerCase() === name.trim().toLowerCase());
  return found ?? (/^[A-Z]{3}$/.test(name.trim()) ? { name: name.trim(), currency: name.trim() } : undefined);
}
