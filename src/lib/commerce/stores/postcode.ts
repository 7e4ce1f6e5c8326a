const SHAPES: Record<string, RegExp> = { IN: /^[1-9]\d{5}$/, US: /^\d{5}$/ };
const GAPS = /[\s-]+/g;
const OTHER_DIGITS = /\p{Nd}/gu;

/** A postcode as it is stored: "560 038" and "५६०००१" are read; undefined for what cannot be one in that country. */
export function readPostcode(typed: string, country: string): string | undefined {
  const code = typed.slice(0, 20).replace(OTHER_DIGITS, latinDigit).replace(GAPS, '');
  const usual = country === 'US' ? code.slice(0, 5) : code;
  return SHAPES[country]?.test(usual) ? usual : undefined;
}

/** In every script the ten digits stand side by side and begin with zero. */
function latinDigit(digit: string): string {
  const point = digit.codePointAt(0) ?? 0;
  let zero = point;
  while (point - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(point - zero);
}
