import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator } from '@playwright/test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** What a phone's camera would read in a picture on the page. */
export async function textOfQr(picture: Locator): Promise<string> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  await prepareZXingModule({ overrides: { wasmBinary: wasm.buffer as ArrayBuffer }, fireImmediately: true });
  const [code] = await readBarcodes(await picture.screenshot(), { formats: ['QRCode'] });
  if (!code) throw new Error('nothing to read in that picture');
  return code.text;
}
