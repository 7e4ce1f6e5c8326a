import type { BarcodeFormat } from 'barcode-detector/ponyfill';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

export type ReadCodes = (source: ImageBitmapSource) => Promise<string[]>;

const FORMATS: BarcodeFormat[] = ['qr_code', 'ean_13', 'ean_8', 'upc_a', 'upc_e', 'code_128'];

/** The browser's own reader where it has one for all of these, else one that we bring along: a megabyte, loaded at the first use. */
export async function codeReader(): Promise<ReadCodes> {
  const detector = (await ownReader()) ?? (await broughtReader());
  return async (source) => (await detector.detect(source)).map(({ rawValue }) => rawValue).filter((text) => text !== '');
}

type Detector = { detect: (source: ImageBitmapSource) => Promise<{ rawValue: string }[]> };
type Native = { new (options: { formats: BarcodeFormat[] }): Detector; getSupportedFormats: () => Promise<string[]> };

async function ownReader(): Promise<Detector | undefined> {
  const { BarcodeDetector: Own } = globalThis as typeof globalThis & { BarcodeDetector?: Native };
  const known = await Own?.getSupportedFormats().catch((): string[] => []);
  return Own && FORMATS.every((format) => known?.includes(format)) ? new Own({ formats: FORMATS }) : undefined;
}

async function broughtReader(): Promise<Detector> {
  const { BarcodeDetector, prepareZXingModule } = await import('barcode-detector/ponyfill');
  prepareZXingModule({ overrides: { locateFile: (file: string, prefix: string) => (file.endsWith('.wasm') ? wasm : prefix + file) } });
  return new BarcodeDetector({ formats: FORMATS });
}
