import { expect, test } from 'vitest';
import { BadForm, partsOf } from './multipart.ts';

type Body = NonNullable<Request['body']>;

const file = 'a line\r\n--not the mark\r\n\0\u{1F600}\r\n';

async function aForm(): Promise<{ type: string; bytes: Buffer }> {
  const form = new FormData();
  form.set('kind', 'state');
  form.set('file', new Blob([file]), 'süß "shop".jsonl');
  form.set('after', 'x');
  const request = new Request('http://localhost/', { method: 'POST', body: form });
  return { type: request.headers.get('content-type') ?? '', bytes: Buffer.from(await request.arrayBuffer()) };
}

/** The same bytes as they may arrive: so many at a time. */
function inChunks(bytes: Buffer, size: number): Body {
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => new Uint8Array(bytes.subarray(n * size, (n + 1) * size)));
  return new ReadableStream({
    start(into) {
      for (const chunk of chunks) into.enqueue(chunk);
      into.close();
    }
  });
}

async function read(body: Body, type: string) {
  const found: { name: string; fileName: string | null; text: string }[] = [];
  for await (const { name, fileName, bytes } of partsOf({ headers: new Headers({ 'content-type': type }), body })) {
    const all: Uint8Array[] = [];
    for await (const some of bytes) all.push(some);
    found.push({ name, fileName, text: Buffer.concat(all).toString('utf8') });
  }
  return found;
}

test('a form is the same however its bytes arrive', async () => {
  const { type, bytes } = await aForm();
  for (const size of [1, 2, 3, 7, 61, 1000])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await read(inChunks(bytes, size), type)).toEqual([
      { name: 'kind', fileName: null, text: 'state' },
      { name: 'file', fileName: 'süß "shop".jsonl', text: file },
      { name: 'after', fileName: null, text: 'x' }
    ]);
});

test('who looks at the name alone finds the next part all the same', async () => {
  const { type, bytes } = await aForm();
  const names: string[] = [];
  for await (const { name } of partsOf({ headers: new Headers({ 'content-type': type }), body: inChunks(bytes, 9) })) names.push(name);
  expect(names).toEqual(['kind', 'file', 'after']);
});

test('a form that breaks off, or is none, is told from one that is whole', async () => {
  const { type, bytes } = await aForm();
  for (const length of [10, 60, bytes.length - 40])
    // oxlint-disable-next-line no-await-in-loop
    await expect(read(inChunks(bytes.subarray(0, length), 16), type)).rejects.toThrow(BadForm);
  await expect(read(inChunks(bytes, 16), 'text/plain')).rejects.toThrow(BadForm);
  await expect(read(inChunks(Buffer.alloc(20_000, 'x'), 512), type)).rejects.toThrow(BadForm);
});
