import type { HttpClient } from './http-client.ts';

export type Json = Record<string, unknown>;
export type Asked = { method: 'GET' | 'POST' | 'PUT'; path: string; body?: unknown; key?: string };

/** Sends one request of the API. @throws when the answer is not the one that was wanted: only right answers count */
export async function askApi(client: HttpClient, { method, path, body, key }: Asked): Promise<Json> {
  const reply = await client.send(method, `/api/v1${path}`, {
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...(key && { 'idempotency-key': key }) },
    ...(body !== undefined && { body: JSON.stringify(body) })
  });
  const text = reply.body.toString();
  if (reply.status >= 300) throw new Error(`${method} ${path.replaceAll(/[\w-]{36,}/g, ':')}: ${reply.status} ${text}`);
  return JSON.parse(text) as Json;
}
