import type { RefusalCode } from '#lib/kernel/refusal.ts';
import type { ApiRequest } from './wire.ts';

export const MOST_BYTES = 65_536;
export const MOST_WEBHOOK_BYTES = 262_144;

export type Unread = { code: RefusalCode; detail?: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });
const EMPTY_OBJECT = Buffer.from('{}');
const JSON_TYPE = /^application\/json\s*(;|$)/i;
/** Only a text with one of these can hold a character that no text column takes: a zero, or half of a pair. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/i;

/** The bytes of a JSON body, so many at most. A body that says it is larger is not even read. */
export async function readBytes(request: ApiRequest, most: number): Promise<{ bytes: Uint8Array } | Unread> {
  if (!JSON_TYPE.test(request.headers.get('content-type') ?? '')) return { code: 'wrong-content-type' };
  const bytes = await boundedBytes(request, most);
  return bytes ? { bytes } : { code: 'body-too-large', detail: `${most / 1024} kB` };
}

export function parseJson(bytes: Uint8Array): { json: unknown } | Unread {
  try {
    const text = utf8.decode(bytes);
    const json = JSON.parse(text) as unknown;
    if (SUSPICIOUS.test(text) && !isWritable(json)) return { code: 'invalid', detail: 'a text in the body holds characters that are none' };
    return { json };
  } catch {
    return { code: 'invalid', detail: 'the body is no JSON in UTF-8' };
  }
}

/** Whether a request that takes no body brings one all the same. An empty object is none. */
export async function hasBody(request: ApiRequest): Promise<boolean> {
  if (!request.body) return false;
  const bytes = await boundedBytes(request, EMPTY_OBJECT.byteLength);
  return !bytes || (bytes.byteLength > 0 && !EMPTY_OBJECT.equals(bytes));
}

/** Undefined when there is more than that. Reads no further than it must. */
async function boundedBytes(request: ApiRequest, most: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > most) return undefined;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Without recursion: what is nested a thousand deep is only a long list here. */
function isWritable(json: unknown): boolean {
  const left = [json];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) return false;
    if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) left.push(key, inner);
  }
  return true;
}
