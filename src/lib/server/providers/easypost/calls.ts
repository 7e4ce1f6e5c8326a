import * as z from 'zod';
import { CarrierRefused } from '#lib/commerce/fulfilment/carrier.ts';
import { ProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';

export type EasyPostAccount = { apiKey: string; apiUrl: string; /** How long one call may take. */ withinMs?: number };

export type EasyPostCalls = {
  get: <T>(path: string, shape: z.ZodType<T>) => Promise<T>;
  post: <T>(path: string, body: object, shape: z.ZodType<T>) => Promise<T>;
  /** A file at an address that the carrier named, without our key. */
  file: (url: string) => Promise<Uint8Array>;
};

const WITHIN_MS = 15_000;
const MOST_FILE_BYTES = 4 * 1024 * 1024;
/** Their answers to a call that may be right the next time: too many of them, or they are in trouble. */
const PASSES = new Set([408, 425, 429]);
/** It is the account and not the parcel: until somebody has seen to it, nothing is decided. */
const ACCOUNT = new Set([401, 402, 403]);

const Trouble = z.object({ error: z.looseObject({ code: z.string().optional(), message: z.unknown() }) });

/**
 * JSON over HTTPS, the key by basic authentication. What only reads is tried twice; what writes once: whoever asked repeats the whole, which
 * knows how far it came.
 */
export function easyPostCalls({ apiKey, apiUrl, withinMs = WITHIN_MS }: EasyPostAccount): EasyPostCalls {
  const base = apiUrl.replace(/\/$/, '');
  const headers = {
    authorization: `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`,
    accept: 'application/json',
    'content-type': 'application/json'
  };
  const send = async (path: string, init: RequestInit): Promise<unknown> => {
    const answer = await reach(`${base}${path}`, { ...init, headers }, withinMs);
    if (answer.status >= 200 && answer.status < 300) return jsonOf(answer.text, path);
    throw translated(path, answer);
  };
  return {
    async get(path, shape) {
      const first = await send(path, { method: 'GET' }).catch((fault: unknown) => fault);
      return read(shape, first instanceof ProviderUnreachable ? await send(path, { method: 'GET' }) : orThrow(first), path);
    },
    async post(path, body, shape) {
      return read(shape, await send(path, { method: 'POST', body: JSON.stringify(body) }), path);
    },
    file: async (url) => readFile(url, base, withinMs)
  };
}

type Reached = { status: number; text: string };

async function reach(url: string, init: RequestInit, withinMs: number): Promise<Reached> {
  try {
    const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(withinMs) });
    return { status: answer.status, text: await answer.text() };
  } catch (fault) {
    throw new ProviderUnreachable('easypost: no answer', { cause: fault });
  }
}

function translated(path: string, { status, text }: Reached): Error {
  const said = Trouble.safeParse(parsed(text)).data?.error;
  const what = [said?.code ?? `HTTP ${status}`, wordsOf(said?.message)].filter(Boolean).join(': ').slice(0, 300);
  if (status >= 500 || PASSES.has(status) || ACCOUNT.has(status)) return new ProviderUnreachable(`easypost ${path}: ${what}`);
  return new CarrierRefused(what);
}

/** Their message is a sentence, a list of sentences, or an object of such. */
function wordsOf(message: unknown): string {
  if (typeof message === 'string') return message;
  return message === null || message === undefined ? '' : JSON.stringify(message);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function jsonOf(text: string, path: string): unknown {
  const json = parsed(text);
  // Cut off on its way: it may have happened.
  if (json === undefined) throw new ProviderUnreachable(`easypost ${path}: an answer that is no JSON`);
  return json;
}

function read<T>(shape: z.ZodType<T>, json: unknown, path: string): T {
  const answer = shape.safeParse(json);
  if (!answer.success) throw new Error(`easypost ${path}: an answer of another shape`, { cause: answer.error });
  return answer.data;
}

function orThrow(answer: unknown): unknown {
  if (answer instanceof Error) throw answer;
  return answer;
}

async function readFile(url: string, base: string, withinMs: number): Promise<Uint8Array> {
  const { protocol } = new URL(url);
  if (protocol !== 'https:' && protocol !== new URL(base).protocol) throw new CarrierRefused(`a label at ${protocol}`);
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(withinMs) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return await bytesOf(answer);
  } catch (fault) {
    throw new ProviderUnreachable('easypost: the label did not come', { cause: fault });
  }
}

async function bytesOf(answer: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > MOST_FILE_BYTES) throw new Error('larger than any label');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
