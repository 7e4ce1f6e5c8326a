import type { RefusalCode } from '#lib/kernel/refusal.ts';

const MOST_BYTES = 65_536;
const utf8 = new TextDecoder('utf-8', { fatal: true });

type Read = { json: unknown } | { code: RefusalCode; detail?: string };

/** JSON in UTF-8, 64 kB at most. A body that says it is larger is not even read. */
export async function readBody(request: Request): Promise<Read> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) return { code: 'wrong-content-type' };
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) return { code: 'body-too-large' };
  const bytes = await boundedBytes(request, MOST_BYTES);
  if (!bytes) return { code: 'body-too-large' };
  try {
    return { json: JSON.parse(utf8.decode(bytes)) as unknown };
  } catch {
    return { code: 'invalid', detail: 'the body is no JSON in UTF-8' };
  }
}

/** Undefined when there is more than that. Reads no further than it must. */
export async function boundedBytes(request: Request, most: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
