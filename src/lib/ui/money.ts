const formatters = new Map<string, Intl.NumberFormat>();

/** Rupees are shown without ".00" when the amount is whole; cents and céntimos are always written out. */
const WITHOUT_EMPTY_DECIMALS = new Set(['INR', 'PKR']);

/** ISO 4217: the currencies that do not have two decimals. Asking Intl would make a formatter for it, which costs a page milliseconds. */
const DIGITS = new Map([
  ['BHD', 3],
  ['CLP', 0],
  ['ISK', 0],
  ['JOD', 3],
  ['JPY', 0],
  ['KRW', 0],
  ['KWD', 3],
  ['OMR', 3],
  ['PYG', 0],
  ['TND', 3],
  ['VND', 0],
  ['XAF', 0],
  ['XOF', 0]
]);

/** How many decimals a currency has: 2 for rupees, 0 for yen. */
export function minorDigits(currency: string): number {
  return DIGITS.get(currency) ?? 2;
}

/**
 * Writes integer minor units (paise, cents) as people read them: 123456700 INR is "₹12,34,567" in en-IN.
 * Making an Intl formatter costs more than using it a thousand times, so each is made once.
 */
export function formatMoney(minor: number, currency: string, locale = 'en-IN'): string {
  const digits = minorDigits(currency);
  if (currency === 'INR' && locale === 'en-IN') return rupees(asDecimal(minor, digits));
  const whole = minor % 10 ** digits === 0;
  const fraction = whole && WITHOUT_EMPTY_DECIMALS.has(currency) ? 0 : digits;
  return formatter(currency, locale, fraction).format(asDecimal(minor, digits));
}

/** The first use of Intl, whatever for, costs a phone a twentieth of a second: what stands on every page is written by hand. */
function rupees(decimal: string): string {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(\.\d+)$/.exec(decimal) ?? [];
  return `${sign}₹${whole.replaceAll(/\B(?=(\d\d)*\d{3}$)/g, ',')}${rest === '.00' ? '' : rest}`;
}

/** The amount as a decimal number without symbol or grouping, for structured data and form values: 649000 INR is "6490.00". */
export function plainAmount(minor: number, currency: string): string {
  return asDecimal(minor, minorDigits(currency));
}

// A decimal string, not a division: no amount may gain or lose a paisa to floating point.
function asDecimal(minor: number, digits: number): `${number}` {
  const sign = minor < 0 ? '-' : '';
  const figures = String(Math.abs(minor)).padStart(digits + 1, '0');
  const cut = figures.length - digits;
  return (digits === 0 ? `${sign}${figures}` : `${sign}${figures.slice(0, cut)}.${figures.slice(cut)}`) as `${number}`;
}

function formatter(currency: string, locale: string, fraction: number): Intl.NumberFormat {
  const key = `${locale} ${currency} ${fraction}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction
  });
  formatters.set(key, made);
  return made;
}
