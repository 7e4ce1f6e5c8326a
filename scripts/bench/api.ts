import type { HttpClient } from './http-client.ts';

export type Json = Record<string, unknown>;
export type Asked = { method: 'GET' | 'POST' | 'PUT'; path: string; body?: unknown; key?: string };

/** Sends one request of the API. @throws when the answer is not the one that was wanted: only right answers count */
export async function askApi(client: HttpClient, asked: Asked): Promise<Json> {
  const { status, text } = await sent(client, asked);
  if (status >= 300) throw new Error(`${asked.method} ${asked.path.replaceAll(/[\w-]{36,}/g, ':')}: ${status} ${text}`);
  return JSON.parse(text) as Json;
}

/** "201", or the code of the refusal. @throws when it is a fault of the server */
export async function askOnce(client: HttpClient, asked: Asked): Promise<string> {
  const { status, text } = await sent(client, asked);
  if (status >= 500) throw new Error(`${status} ${text}`);
  return status < 300 ? String(status) : String((JSON.parse(text) as Json)['code']);
}

async function sent(client: HttpClient, { method, path, body, key }: Asked): Promise<{ status: number; text: string }> {
  const reply = await client.send(method, `/api/v1${path}`, {
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...(key && { 'idempotency-key': key }) },
    ...(body !== undefined && { body: JSON.stringify(body) })
  });
  return { status: reply.status, text: reply.body.toString() };
}
