/** What a program without a browser does: JSON in, JSON out, a key for whatever creates something. */
export type ApiAnswer = { status: number; json: Record<string, unknown> };
export type ApiClient = (method: string, path: string, body?: unknown, key?: string) => Promise<ApiAnswer>;

export function apiClient(origin: string): ApiClient {
  return async (method, path, body, key) => {
    const headers: Record<string, string> = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key && { 'idempotency-key': key })
    };
    const response = await fetch(`${origin}/api/v1${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
}

export const RHEA = {
  contact: { email: 'rhea@example.com', name: 'Rhea Pinto', phone: '98 0000 0000' },
  address: { line1: '12 Example Street', city: 'Bengaluru', state: 'Karnataka', postcode: '560038' }
};

export type Bought = { orderKey: string; number: string } | { refused: string; detail: string };

/** A cart with these units, its details given: everything before anything is held. */
export async function aFilledCart(api: ApiClient, variantId: string, name: string, details: object = RHEA): Promise<string> {
  const opened = await api('POST', '/carts', {}, `open ${name}`);
  const path = `/carts/${String(opened.json['cartKey'])}`;
  for (const answer of [
    await api('POST', `${path}/lines`, { variantId, quantity: 1 }, `add ${name}`),
    await api('PUT', `${path}/details`, details)
  ]) {
    if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.json)}`);
  }
  return path;
}

/** From a filled cart to a paid order, or to the sentence that says why not. Anything else is thrown. */
export async function buyTheCart(api: ApiClient, path: string, name: string, handle = 'ok@mez'): Promise<Bought> {
  const chosen = await api('PUT', `${path}/delivery`, { choice: 'standard' });
  if (chosen.status >= 300) return refused(chosen);
  const placed = await api('POST', `${path}/order`, { version: chosen.json['version'], method: 'upi' }, `place ${name}`);
  if (placed.status >= 300) return refused(placed);
  const orderKey = String(placed.json['orderKey']);
  const paid = await api('POST', `/orders/${orderKey}/payments`, { handle }, `pay ${name}`);
  if (paid.json['outcome'] !== 'captured') throw new Error(`not paid: ${JSON.stringify(paid.json)}`);
  return { orderKey, number: String(placed.json['number']) };
}

function refused({ status, json }: ApiAnswer): Bought {
  if (status >= 500) throw new Error(`${status} ${JSON.stringify(json)}`);
  return { refused: String(json['code']), detail: String(json['detail']) };
}
