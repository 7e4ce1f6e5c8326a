import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine } from '../export/csv-text.ts';
import { readSource } from './read-source.server.ts';

async function* pieces(text: string, size: number) {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size = 5) {
  const source = await readSource(pieces(text, size));
  if (source.kind === 'json') throw new Error('no CSV');
  return { records: await Array.fromAsync(source.records), checksum: source.checksum() };
}

const linesOf = async (text: string) => (await read(text)).records.map(({ place, cells }) => [place.record, place.line, ...cells]);

test('records are numbered as in a spreadsheet and lines as in an editor, whatever the line ends', async () => {
  expect(await linesOf('a,b\r\n"one\r\ntwo\nthree",x\ny,z\r\n\r\nlast,"q ""q"""')).toEqual([
    [1, 1, 'a', 'b'],
    [2, 2, 'one\r\ntwo\nthree', 'x'],
    [3, 5, 'y', 'z'],
    [4, 6, ''],
    [5, 7, 'last', 'q "q"']
  ]);
});

test('a byte order mark is no part of the first name', async () => {
  expect(await linesOf('\uFEFFHandle,Title\na,b')).toEqual([
    [1, 1, 'Handle', 'Title'],
    [2, 2, 'a', 'b']
  ]);
});

test('an open quote is named by the line where it opened', async () => {
  await expect(read('a,b\n1,"x\ny"\n2,"never closed\nand on')).rejects.toMatchObject({
    code: 'unclosed_quote',
    place: { record: 3, line: 4 }
  });
  await expect(read('a,b\n1,"open\n2,"next",3')).rejects.toMatchObject({ code: 'unclosed_quote', place: { line: 2 } });
  await expect(read('a,b\n"x\ny","open\n')).rejects.toMatchObject({ code: 'unclosed_quote', place: { record: 2, line: 3 } });
});

test('a quote inside of a cell without quotes is named', async () => {
  await expect(read('a,b\nplate 12",x')).rejects.toMatchObject({ code: 'bad_quote', place: { line: 2 } });
});

test('a record without end is refused before it fills the memory', async () => {
  await expect(read(`a\n"${'x'.repeat(4_100_000)}`, 65_536)).rejects.toMatchObject({ code: 'unreadable' });
});

test('bytes that are no UTF-8 end the reading', async () => {
  async function* latin1() {
    yield Buffer.from('Handle,Title\ncafe,Caf', 'latin1');
    yield Buffer.from([0xe9, 0x0a]);
  }
  const source = await readSource(latin1());
  if (source.kind !== 'csv') throw new Error('no CSV');
  await expect(Array.fromAsync(source.records)).rejects.toMatchObject({
    code: 'bad_encoding',
    message: expect.stringContaining('at byte 22')
  });
});

test('the checksum is that of the bytes', async () => {
  const text = 'Handle,Title\nä,b\n';
  expect((await read(text, 3)).checksum).toBe(createHash('sha256').update(text).digest('hex'));
});

test('a document is told from a table by its first sign', async () => {
  expect(await readSource(pieces('\uFEFF [{"a": 1}]', 300))).toMatchObject({ kind: 'json', text: ' [{"a": 1}]' });
});

test('whatever cells hold comes back as it was written', async () => {
  const cell = fc
    .oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[",\r\n a]*$/))
    .filter((text) => text.isWellFormed() && !text.includes('\0'));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 }),
      fc.integer({ min: 3, max: 80 }),
      async (rows, size) => {
        const all = [['Handle', 'Title'], ...rows];
        const { records } = await read(all.map(csvLine).join(''), size);
        expect(records.map(({ cells }) => cells)).toEqual(all);
      }
    ),
    { numRuns: 60 }
  );
}, 30_000);
