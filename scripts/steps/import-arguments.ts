import { parseArgs } from 'node:util';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { readDecimal, type Decimal } from '#lib/commerce/catalog/import/decimal.ts';
import { FORMATS } from '#lib/commerce/catalog/import/detect-format.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { minorDigits } from '#lib/ui/money.ts';

const USAGE =
  'npm run import -- FILE… [--dry-run] [--json] [--currency INR] [--rate USD=84.2] [--location NODE] ' +
  `[--stale error|difference|absolute] [--negative error|zero] [--skip-bad] [--format ${FORMATS.join('|')}]`;

const OPTIONS = {
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  'skip-bad': { type: 'boolean', default: false },
  currency: { type: 'string' },
  rate: { type: 'string', multiple: true, default: [] as string[] },
  location: { type: 'string' },
  stale: { type: 'string' },
  negative: { type: 'string' },
  format: { type: 'string' }
} as const;

/** @throws PlainTrouble one sentence on what is wrong, and how the command is written */
export function importArguments(args: string[]) {
  const { values, positionals } = parsed(args);
  return {
    files: positionals,
    json: values.json,
    format: oneOf('format', values.format, FORMATS),
    location: values.location,
    mode: { dryRun: values['dry-run'], skipBad: values['skip-bad'] },
    choices: {
      stale: oneOf('stale', values.stale, ['error', 'difference', 'absolute'] as const) ?? ('error' as const),
      negative: oneOf('negative', values.negative, ['error', 'zero'] as const) ?? ('error' as const)
    },
    money: {
      currency: readCurrency(values.currency ?? MARKET.currency),
      shopCurrency: MARKET.currency,
      rates: new Map(values.rate.map(readRate)),
      digitsOf: minorDigits
    }
  };
}

function parsed(args: string[]) {
  try {
    const read = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    if (read.positionals.length > 0) return read;
  } catch (fault) {
    throw new PlainTrouble(`${fault instanceof Error ? fault.message : String(fault)}\n${USAGE}`);
  }
  throw new PlainTrouble(`Say which file to import:\n${USAGE}`);
}

function oneOf<T extends string>(name: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  const found = allowed.find((one) => one === value);
  if (value !== undefined && !found) throw new PlainTrouble(`--${name} ${value} is not known; write one of: ${allowed.join(', ')}.`);
  return found;
}

function readCurrency(text: string): string {
  const code = text.toUpperCase();
  if (!/^[A-Z]{3}$/.test(code)) throw new PlainTrouble(`--currency ${text} is no currency; write three letters, as in INR.`);
  return code;
}

function readRate(text: string): [string, Decimal] {
  const [, currency, rate] = /^([A-Za-z]{3})=(.+)$/.exec(text) ?? [];
  const decimal = readDecimal(rate ?? '');
  if (!currency || !decimal || decimal.units <= 0n) throw new PlainTrouble(`--rate ${text} is no rate; write it as in --rate USD=84.2.`);
  return [currency.toUpperCase(), decimal];
}
