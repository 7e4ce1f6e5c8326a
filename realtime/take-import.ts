import { importNodes, pricedMarkets } from '#db/queries/catalog-import.ts';
import { bytesOfImport, findImportFile, noteImportProgress, type ImportFile } from '#db/queries/import-files.ts';
import { importCatalog } from '#lib/commerce/catalog/import/import-catalog.server.ts';
import { OWN_MARKETS } from '#lib/commerce/catalog/import/markets.ts';
import { readCatalog } from '#lib/commerce/catalog/import/read-source.server.ts';
import { foundInCatalog, foundInState, type ImportFound, type ImportKind } from '#lib/commerce/imports/import-file.ts';
import { noteImport } from '#lib/commerce/imports/note-import.server.ts';
import { importState } from '#lib/commerce/state/import-state.server.ts';
import { readLines } from '#lib/commerce/state/read-lines.server.ts';
import type { Progress } from '#lib/commerce/state/taking.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { minorDigits } from '#lib/ui/money.ts';
import type { Shop } from '#lib/server/shop.ts';

type Take = (shop: Shop, file: ImportFile, dryRun: boolean) => Promise<ImportFound>;

/** A file of the office is looked at, or goes in, as whoever sent or confirmed it. Run twice it finds that noted, or nothing left to change. */
export async function takeImport(shop: Shop, { importId, does }: { importId: string; does: 'look' | 'bring' }): Promise<void> {
  const file = await findImportFile(shop.db, importId);
  if (file?.state !== (does === 'look' ? 'received' : 'confirmed')) return;
  const found = await TAKE[file.kind](shop, file, does === 'look');
  await noteImport(shop, SYSTEM, { importId, found });
}

const TAKE: Record<ImportKind, Take> = {
  async state(shop, file, dryRun) {
    const report = await importState(shop, file.by, {
      fileName: file.name,
      open: () => readLines(bytesOfImport(shop.db, file.id)),
      dryRun,
      onConflict: 'stop',
      digitsOf: minorDigits,
      progress: saying(shop, file.id)
    });
    return foundInState(report);
  },

  async catalogue(shop, file, dryRun) {
    const money = { currency: MARKET.currency, shopCurrency: MARKET.currency, rates: new Map(), digitsOf: minorDigits };
    const markets = [...OWN_MARKETS, ...(await pricedMarkets(shop.db))];
    const read = await readCatalog(file.name, bytesOfImport(shop.db, file.id), { money, markets, nodes: await importNodes(shop.db) });
    const choices = { stale: 'error', negative: 'error' } as const;
    return foundInCatalog(await importCatalog(shop, file.by, { ...read, mode: { dryRun, skipBad: false }, choices }));
  }
};

/** At most one word at a time is on its way: what is said meanwhile is left out, as the next one says more. */
function saying(shop: Shop, importId: string): Progress {
  let isTelling = false;
  return (count, of) => {
    if (isTelling) return;
    isTelling = true;
    void noteImportProgress(shop.db, importId, of === 'lines' ? `${count} lines read` : `${count} orders written`)
      .catch(shop.report)
      .finally(() => {
        isTelling = false;
      });
  };
}
