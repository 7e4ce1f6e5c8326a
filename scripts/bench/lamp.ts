import { askApi } from './api.ts';
import { httpClient } from './http-client.ts';

/** The thing of the demo shop that everything is tried with. */
const HANDLE = 'gumbad-table-lamp';
export const LAMP = `/product/${HANDLE}`;

/** A cart with the lamp in it. @returns the cookie that opens it */
export async function cartWithLamp(origin: string): Promise<string> {
  const client = httpClient(origin, 1);
  try {
    const product = await askApi(client, { method: 'GET', path: `/products/${HANDLE}` });
    const [variant] = product['variants'] as { id: string }[];
    const { cartKey } = await askApi(client, { method: 'POST', path: '/carts', body: {}, key: crypto.randomUUID() });
    const line = { variantId: variant?.id, quantity: 1 };
    await askApi(client, { method: 'POST', path: `/carts/${String(cartKey)}/lines`, body: line, key: crypto.randomUUID() });
    return `__Host-cart=${String(cartKey)}`;
  } finally {
    client.close();
  }
}
