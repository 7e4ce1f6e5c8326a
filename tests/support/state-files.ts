import { Readable } from 'node:stream';
import { exportState, type ExportState } from '#lib/commerce/state/export-state.server.ts';
import { importState, type ImportState } from '#lib/commerce/state/import-state.server.ts';
import { readLines } from '#lib/commerce/state/read-lines.server.ts';
import type { StateReport } from '#lib/commerce/state/state-report.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { minorDigits } from '#lib/ui/money.ts';
import type { TestShop } from './shop.ts';

export const header = {
  type: 'header',
  format: 'throughline-state',
  version: 1,
  source: 'old-shop',
  exported_at: '2026-11-20T10:00:00+05:30',
  default_currency: 'INR',
  stock: 'on_hand'
};

/** Records as a file has them. */
export const fileOf = (...records: object[]): string => [header, ...records].map((record) => `${JSON.stringify(record)}\n`).join('');

export function bringIn(shop: TestShop, text: string | Uint8Array, over: Partial<ImportState> = {}): Promise<StateReport> {
  const open = () => readLines(Readable.from([typeof text === 'string' ? Buffer.from(text) : text]));
  return importState(shop, SYSTEM, { fileName: 'state.jsonl', open, dryRun: false, onConflict: 'stop', digitsOf: minorDigits, ...over });
}

const AT = new Date('2026-11-26T00:00:00Z');

export async function takenOut(shop: TestShop, over: ExportState = {}): Promise<string> {
  let text = '';
  await exportState(shop, SYSTEM, { at: AT, ...over }, async (some) => void (text += some));
  return text;
}
