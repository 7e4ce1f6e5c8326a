import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { migrate } from '#db/migrate.ts';
import { importNodes, pricedMarkets } from '#db/queries/catalog-import.ts';
import { FORMATS } from '#lib/commerce/catalog/import/detect-format.ts';
import { readDecimal, type Decimal } from '#lib/commerce/catalog/import/decimal.ts';
import { importCatalog, type ImportCatalog } from '#lib/commerce/catalog/import/import-catalog.server.ts';
import { FileFault } from '#lib/commerce/catalog/import/import-issue.ts';
import type { ImportReport } from '#lib/commerce/catalog/import/import-report.ts';
import { OWN_MARKETS } from '#lib/commerce/catalog/import/markets.ts';
import { faultyFile, parseCsv, parseJson, type ParseOptions } from '#lib/commerce/catalog/import/parse-catalog.ts';
import { readSource } from '#lib/commerce/catalog/import/read-source.server.ts';
import { reportText } from '#lib/commerce/catalog/import/report-text.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { theShop } from '#lib/server/composition.ts';
import { minorDigits } from '#lib/ui/money.ts';
import { openDatabase } from './steps/open-database.ts';
import { runProcess } from './steps/process.ts';
import { say } from './steps/progress.ts';

// Brings catalogue files into the shop, each as a whole or not at all. docs/import.md says what the files may hold.
const USAGE =
  'npm run import -- FILE… [--dry-run] [--json] [--currency INR] [--rate USD=84.2] [--location NODE] ' +
  `[--stale error|difference|absolute] [--negative error|zero] [--skip-bad] [--format ${FORMATS.join('|')}]`;

await runProcess(async (undo) => {
  const asked = readArguments();
  await openDatabase(undo);
  const shop = theShop();
  undo.later(() => shop.db.destroy());
  await migrate(shop.db);

  const reports: ImportReport[] = [];
  for (const path of asked.files) {
    const markets = [...OWN_MARKETS, ...(await pricedMarkets(shop.db))];
    const options: ParseOptions = { format: asked.format, money: asked.money, markets, nodes: await importNodes(shop.db) };
    const report = await importCatalog(shop, SYSTEM, { ...asked, ...(await readFile(path, options)) });
    reports.push(report);
    if (!asked.json) say(reportText(report));
    // The next file may build on this one.
    if (report.outcome === 'refused') break;
  }
  if (asked.json) say(JSON.stringify(reports, null, 2));
  return reports.some(({ outcome }) => outcome === 'refused') ? 1 : 0;
});

async function readFile(path: string, options: ParseOptions): Promise<Pick<ImportCatalog, 'file' | 'parsed'>> {
  const name = basename(path);
  try {
    const source = await readSource(createReadStream(path));
    const parsed = source.kind === 'json' ? parseJson(source.text, options) : await parseCsv(source.records, options);
    return { parsed, file: { name, checksum: source.checksum() } };
  } catch (fault) {
    if (fault instanceof FileFault) return { parsed: faultyFile(fault, options.format), file: { name, checksum: '' } };
    throw isMissing(fault) ? new PlainTrouble(`The file ${path} cannot be read.`) : fault;
  }
}

function isMissing(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && ['ENOENT', 'EISDIR', 'EACCES'].includes(String(fault.code));
}

function readArguments() {
  const { values, positionals } = parsedArguments();
  const currency = (values.currency ?? MARKET.currency).toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) throw new PlainTrouble(`--currency ${values.currency} is no currency; write three letters, as in INR.`);
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
    money: { currency, shopCurrency: MARKET.currency, rates: new Map(values.rate.map(readRate)), digitsOf: minorDigits }
  };
}

function parsedArguments() {
  const options = {
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
  try {
    const read = parseArgs({ options, allowPositionals: true });
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

function readRate(text: string): [string, Decimal] {
  const [, currency, rate] = /^([A-Za-z]{3})=(.+)$/.exec(text) ?? [];
  const decimal = readDecimal(rate ?? '');
  if (!currency || !decimal || decimal.units <= 0n) throw new PlainTrouble(`--rate ${text} is no rate; write it as in --rate USD=84.2.`);
  return [currency.toUpperCase(), decimal];
}
