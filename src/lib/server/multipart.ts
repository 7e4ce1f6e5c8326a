const LONGEST_HEAD = 8 * 1024;
const LINE_END = '\r\n';

export type Part = { name: string; fileName: string | null; bytes: AsyncIterable<Uint8Array> };
/** The body breaks off or is no form with a file in it. */
export class BadForm extends Error {}

/**
 * A form with a file, part by part as it arrives: no more of it is held than one chunk and the longest thing that may be cut by its end. The bytes
 * of a part are read before the next part.
 * @throws BadForm here or while a part is read
 */
export async function* partsOf({ headers, body }: Pick<Request, 'headers' | 'body'>): AsyncGenerator<Part> {
  const boundary = /^multipart\/form-data;.*\bboundary="?([^";]{1,200})"?/i.exec(headers.get('content-type') ?? '')?.[1];
  if (boundary === undefined || !body) throw new BadForm('This is no form with a file.');
  // The first one has no line before it.
  const source = new Chunks(body, Buffer.from(LINE_END));
  const mark = Buffer.from(`${LINE_END}--${boundary}`);
  for await (const before of source.until(mark)) if (before.length > 0) throw new BadForm('The form does not begin as it should.');
  while ((await source.take(2)) === LINE_END) {
    const head = await source.head();
    const part = { ...namesIn(head), bytes: source.until(mark) };
    yield part;
    for await (const rest of part.bytes) void rest;
  }
}

function namesIn(head: string): Pick<Part, 'name' | 'fileName'> {
  const named = (what: string) => new RegExp(`^content-disposition:.*;\\s*${what}="((?:[^"\\\\]|\\\\.)*)"`, 'im').exec(head)?.[1];
  return { name: named('name') ?? '', fileName: named('filename')?.replaceAll('%22', '"') ?? null };
}

class Chunks {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #held: Buffer;

  constructor(body: ReadableStream<Uint8Array>, held: Buffer) {
    this.#reader = body.getReader();
    this.#held = held;
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#reader.read();
    if (done) throw new BadForm('The form breaks off.');
    this.#held = Buffer.concat([this.#held, value]);
  }

  /** All up to the mark, which is taken as well. */
  async *until(mark: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      const safe = at >= 0 ? at : this.#held.length - mark.length;
      if (safe > 0 || at >= 0) {
        const before = this.#held.subarray(0, safe);
        this.#held = this.#held.subarray(at >= 0 ? at + mark.length : safe);
        if (before.length > 0) yield before;
        if (at >= 0) return;
      }
      await this.#more();
    }
  }

  async take(count: number): Promise<string> {
    while (this.#held.length < count) await this.#more();
    const taken = this.#held.subarray(0, count).toString('latin1');
    this.#held = this.#held.subarray(count);
    return taken;
  }

  async head(): Promise<string> {
    const end = `${LINE_END}${LINE_END}`;
    while (!this.#held.includes(end)) {
      if (this.#held.length > LONGEST_HEAD) throw new BadForm('A part of the form has a head that is too long.');
      await this.#more();
    }
    return this.take(this.#held.indexOf(end) + end.length).then((text) => Buffer.from(text, 'latin1').toString('utf8'));
  }
}
