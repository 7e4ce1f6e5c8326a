const formatters = new Map<string, Intl.NumberFormat>();

/** A distance as people say it: "350 m", "2.1 km", "14 km"; miles for en-US. */
export function distanceText(metres: number, locale = 'en-IN'): string {
  if (locale === 'en-US') return unit(metres / 1609.344, 'mile', locale);
  return metres < 950 ? unit(Math.max(50, Math.round(metres / 50) * 50), 'meter', locale) : unit(metres / 1000, 'kilometer', locale);
}

function unit(value: number, name: string, locale: string): string {
  const digits = value < 10 ? 1 : 0;
  const key = `${locale} ${name} ${digits}`;
  const formatter =
    formatters.get(key) ??
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits });
  formatters.set(key, formatter);
  return formatter.format(value);
}
