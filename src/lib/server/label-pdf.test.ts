import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { PDFDocument, PDFRawStream } from 'pdf-lib';
import { beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { LabelFacts } from '#lib/commerce/store-work/label.ts';
import { labelPdf } from './label-pdf.ts';

const sent: LabelFacts = {
  number: 'MZ-7K3QXM2R9T',
  place: 3,
  nth: 2,
  of: 2,
  method: 'ship',
  service: 'same_day',
  grams: 2350,
  from: { name: 'mez Indiranagar', address: '100 Feet Road', city: 'Bengaluru', postcode: '560038' },
  to: {
    name: 'Zoë Rao',
    phone: '98000 00000',
    address: { line1: '12 Test Street', line2: '', city: 'Bengaluru', state: 'Karnataka', postcode: '560048' }
  },
  carrier: 'Swift',
  trackingNumber: 'SW0123456789'
};

beforeAll(async () => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  await prepareZXingModule({ overrides: { wasmBinary: wasm.buffer as ArrayBuffer }, fireImmediately: true });
});

/** What is drawn on the one page, as the operators of a PDF. */
async function drawn(bytes: Uint8Array): Promise<string> {
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
  expect(pdf.getPages().map((page) => [page.getWidth() / 72, page.getHeight() / 72].map((inches) => Math.round(inches * 25.4)))).toEqual([
    [100, 150]
  ]);
  const streams = pdf.context.enumerateIndirectObjects().flatMap(([, one]) => (one instanceof PDFRawStream ? [one] : []));
  return streams.map((one) => inflateSync(one.contents).toString('latin1')).join('\n');
}
async function words(facts: LabelFacts): Promise<string[]> {
  const shown = (await drawn(await labelPdf(facts))).matchAll(/<([0-9A-F]*)> Tj/g);
  return Array.from(shown, ([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'));
}

/** Eight pixels a point: what stands on the page in black, but for its letters. */
async function codesOn(facts: LabelFacts): Promise<string[]> {
  const [scale, width, height] = [8, 2268, 3402];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [, ...numbers] of (await drawn(await labelPdf(facts))).matchAll(/([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re/g)) {
    const [x = 0, y = 0, wide = 0, high = 0] = numbers.map((number) => Number(number) * scale);
    for (let row = Math.round(height - y - high); row < Math.round(height - y); row += 1) {
      for (let at = Math.round(x); at < Math.round(x + wide); at += 1) data.fill(0, (row * width + at) * 4, (row * width + at) * 4 + 3);
    }
  }
  const found = await readBarcodes({ data, width, height, colorSpace: 'srgb' } as ImageData, { formats: ['Code128'] });
  return found.map(({ text }) => text).toSorted();
}

test('the same facts give the same bytes', async () => {
  const [first, second] = [await labelPdf(sent), await labelPdf(structuredClone(sent))];
  expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true);
  expect(Buffer.from(await labelPdf({ ...sent, nth: 1 })).equals(Buffer.from(first))).toBe(false);
});

test('what is sent says from where and to whom, and its codes are read again', async () => {
  expect(await words(sent)).toEqual([
    'mez · Same day',
    'From',
    'mez Indiranagar',
    '100 Feet Road, Bengaluru 560038',
    'To',
    'Zoë Rao',
    '12 Test Street',
    'Bengaluru 560048',
    'Karnataka',
    'Phone 98000 00000',
    'MZ-7K3QXM2R9T · parcel 2 of 2 · 2.4 kg',
    'MZ-7K3QXM2R9T-3',
    'Swift SW0123456789'
  ]);
  expect(await codesOn(sent)).toEqual(['MZ-7K3QXM2R9T-3', 'SW0123456789']);
});

test('what is collected says whom to call and no address', async () => {
  const collected = { ...sent, method: 'pickup', service: 'pickup', to: { name: 'Zoë', phone: '', address: null } } as const;
  const said = await words({ ...collected, carrier: null, trackingNumber: null, grams: null });
  expect(said.slice(4)).toEqual(['For', 'Zoë', 'MZ-7K3QXM2R9T', 'MZ-7K3QXM2R9T · parcel 2 of 2', 'MZ-7K3QXM2R9T-3']);
});

test('letters that no standard font has are left out and said, and the longest address stays on the page', async () => {
  const address = { line1: 'नीला road '.repeat(20), line2: 'x'.repeat(200), city: 'بنگلور', state: '🙂', postcode: '560048' };
  const said = await words({ ...sent, to: { name: 'नीला राव', phone: '', address } });
  expect(said).not.toContain('');
  expect(said).toContain('560048');
  expect(said.at(-1)).toBe('Letters that cannot be printed are left out. Look at the order for them.');
  expect(await codesOn({ ...sent, to: { name: 'نیلا', phone: '', address } })).toHaveLength(2);
});
