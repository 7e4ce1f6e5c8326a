import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { migrate } from '#db/migrate.ts';
import { importNodes, pricedMarkets } from '#db/queries/catalog-import.ts';
import { importCatalog, type ImportCatalog } from '#lib/commerce/catalog/import/import-catalog.server.ts';
import type { ImportReport } from '#lib/commerce/catalog/import/import-report.ts';
import { OWN_MARKETS } from '#lib/commerce/catalog/import/markets.ts';
import type { ParseOptions } from '#lib/commerce/catalog/import/parse-catalog.ts';
import { readCatalog } from '#lib/commerce/catalog/import/read-source.server.ts';
import { reportText } from '#lib/commerce/catalog/import/report-text.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { theShop } from '#lib/server/composition.ts';
import { importArguments } from './steps/import-arguments.ts';
import { openDatabase } from './steps/open-database.ts';
import { runProcess } from './steps/process.ts';
import { say } from './steps/progress.ts';

// Brings catalogue files into the shop, each as a whole or not at all. docs/import.md says what the files may hold.
await runProcess(async (undo) => {
  const asked = importArguments(process.argv.slice(2));
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
  try {
    return await readCatalog(basename(path), createReadStream(path), options);
  } catch (fault) {
    throw isMissing(fault) ? new PlainTrouble(`The file ${path} cannot be read.`) : fault;
  }
}

function isMissing(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && ['ENOENT', 'EISDIR', 'EACCES'].includes(String(fault.code));
}
