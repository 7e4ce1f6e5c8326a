/** A decimal number kept exact: `units` over 10 to the power of `scale`. 226.796185 is 226796185 over 10^6. */
export type Decimal = { units: bigint; scale: number };

const WRITTEN = /^(-?)(\d{0,18})(?:\.(\d{1,18}))?$/;

/** Reads "12", "12.50", ".5", "-3". No thousands separators, no exponents, no currency signs: those give undefined. */
export function readDecimal(text: string): Decimal | undefined {
  const found = WRITTEN.exec(text);
  if (!found) return undefined;
  const [, sign = '', whole = '', fraction = ''] = found;
  if (whole === '' && fraction === '') return undefined;
  return simplest({ units: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length });
}

/** Without zeros at the end, so that equal numbers are written the same: "4.00" and "4" are one. */
export function writeDecimal({ units, scale }: Decimal): string {
  const figures = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const cut = figures.length - scale;
  const sign = units < 0n ? '-' : '';
  return scale === 0 ? `${sign}${figures}` : `${sign}${figures.slice(0, cut)}.${figures.slice(cut)}`;
}

/** Pounds to grams and the like, exactly. */
export function times(a: Decimal, b: Decimal): Decimal {
  return simplest({ units: a.units * b.units, scale: a.scale + b.scale });
}

/** As whole units with `digits` decimals; undefined when that would lose something. */
export function exactUnits({ units, scale }: Decimal, digits: number): bigint | undefined {
  return scale > digits ? undefined : units * 10n ** BigInt(digits - scale);
}

/** As whole units with `digits` decimals, halves away from zero. */
export function roundedUnits({ units, scale }: Decimal, digits: number): bigint {
  if (scale <= digits) return units * 10n ** BigInt(digits - scale);
  const by = 10n ** BigInt(scale - digits);
  const half = units < 0n ? -(by / 2n) : by / 2n;
  return (units + half) / by;
}

function simplest({ units, scale }: Decimal): Decimal {
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return { units, scale };
}
