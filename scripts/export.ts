import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { migrate } from '#db/migrate.ts';
import { importNodes } from '#db/queries/catalog-import.ts';
import { exportCatalog, type ExportCatalog } from '#lib/commerce/catalog/export/export-catalog.server.ts';
import { findNode } from '#lib/commerce/catalog/import/inventory-header.ts';
import { theShop } from '#lib/server/composition.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openDatabase } from './steps/open-database.ts';
import { runProcess } from './steps/process.ts';
import { say } from './steps/progress.ts';

// Writes the catalogue, or all its shelves, as a CSV that `npm run import` reads back without a difference.
const USAGE = 'npm run export -- [--generation 2|3] [--location NODE] [--inventory] [--spreadsheet-safe] [--out FILE]';

await runProcess(async (undo) => {
  const asked = readArguments();
  await openDatabase(undo);
  const shop = theShop();
  undo.later(() => shop.db.destroy());
  await migrate(shop.db);
  const records = await write(exportCatalog(shop, await wanted(shop, asked)), asked.out);
  if (asked.out !== undefined) say(`${asked.out}: ${records} ${asked.inventory ? 'shelves' : 'products'}`);
  return 0;
});

type Asked = ReturnType<typeof readArguments>;

async function wanted({ db }: Shop, { generation, location, inventory, spreadsheetSafe }: Asked): Promise<ExportCatalog> {
  if (inventory) return { kind: 'inventory', spreadsheetSafe };
  const nodes = await importNodes(db);
  const node = location === undefined ? undefined : findNode(nodes, location);
  if (location !== undefined && !node)
    throw new PlainTrouble(`--location ${location} is not known; known are: ${nodes.map(({ id }) => id).join(', ')}.`);
  return { kind: 'products', generation, nodeId: node?.id, spreadsheetSafe };
}

/** Into a file beside the wanted one first: whoever looks finds the old file or the whole new one. */
async function write(pieces: AsyncIterable<{ text: string; records: number }>, out: string | undefined): Promise<number> {
  const target = out === undefined ? process.stdout : createWriteStream(`${out}.part`);
  let records = 0;
  for await (const piece of pieces) {
    records += piece.records;
    if (!target.write(piece.text)) await once(target, 'drain');
  }
  if (out === undefined) return records;
  target.end();
  await once(target, 'finish');
  await rename(`${out}.part`, out);
  return records;
}

function readArguments() {
  const { generation, location, inventory, out, 'spreadsheet-safe': spreadsheetSafe } = parsedArguments();
  if (generation !== '2' && generation !== '3') throw new PlainTrouble(`--generation ${generation} is not known; write 2 or 3.`);
  return { generation: generation === '2' ? (2 as const) : (3 as const), location, inventory, out, spreadsheetSafe };
}

function parsedArguments() {
  try {
    return parseArgs({
      options: {
        generation: { type: 'string', default: '2' },
        location: { type: 'string' },
        inventory: { type: 'boolean', default: false },
        'spreadsheet-safe': { type: 'boolean', default: false },
        out: { type: 'string' }
      }
    }).values;
  } catch (fault) {
    throw new PlainTrouble(`${fault instanceof Error ? fault.message : String(fault)}\n${USAGE}`);
  }
}
