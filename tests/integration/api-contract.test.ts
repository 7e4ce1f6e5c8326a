import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpoints } from '#lib/server/api/endpoints.ts';
import { openApi } from '#lib/server/api/openapi.ts';
import { RHEA } from '../support/api-client.ts';
import { aProduct, requestsOfAll } from '../support/api-requests.ts';
import { aBuyer, NODE, openApiShop, STORE, type Buyer, type Sent } from '../support/api-world.ts';
import { documented } from '../support/documented.ts';
import { aVariant } from '../support/makers.ts';
import type { TestShop } from '../support/shop.ts';

let shop: TestShop;
let buyer: Buyer;
let requests: Record<string, () => Promise<Sent>>;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
  requests = requestsOfAll(shop, buyer);
});
afterAll(() => shop.close());

const document = openApi();

test('every endpoint of the document is called, and nothing beside them', () => {
  const inDocument = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  expect(Object.keys(requests).toSorted()).toEqual(inDocument.toSorted());
});

describe('what the document says of an answer is what is answered', () => {
  for (const { operationId, path, method, status, answer: shape } of endpoints) {
    test(operationId, async () => {
      const answer = await buyer.ask(await requests[operationId]!());
      expect(answer.status, JSON.stringify(answer.json)).toBe(status);
      expect(answer.type).toBe('application/json');
      expect(documented(document, path, method, status).safeParse(answer.json).error?.issues ?? []).toEqual([]);
      expect(shape.parse(answer.json)).toEqual(answer.json);
    });
  }
});

test('an answer with a field too many, one too few or one of another kind would be noticed', () => {
  const cart = documented(document, '/carts', 'post', 201);
  const right = { cartId: shop.newId(), cartKey: 'k'.repeat(43), version: 1 };
  expect(cart.safeParse(right).success).toBe(true);
  for (const wrong of [
    { ...right, secret: 1 },
    { ...right, version: 'one' },
    { cartId: right.cartId, version: 1 },
    { ...right, cartId: 'no id' }
  ]) {
    expect(cart.safeParse(wrong).success).toBe(false);
  }
});

test('no answer says who the shopper is', async () => {
  const { path } = await buyer.order();
  const { path: cart } = await buyer.checkout();
  for (const seen of [path, cart]) {
    const text = JSON.stringify((await buyer.ask({ method: 'GET', path: seen })).json);
    for (const secret of [RHEA.contact.email, RHEA.contact.phone, RHEA.contact.name, RHEA.address.line1])
      expect(text).not.toContain(secret);
  }
});

test('stock says how old it is, and where the units lie', async () => {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 4, [STORE]: 2 } });
  await shop.db.updateTable('stock_level').set({ updated_at: shop.now() }).where('variant_id', '=', variantId).execute();
  shop.at('2026-11-25T05:01:30Z');
  const { json } = await buyer.ask({ method: 'GET', path: `/variants/${variantId}/stock` });
  expect(json).toMatchObject({
    asOf: '2026-11-25T05:01:30.000Z',
    stock: {
      available: 6,
      changedAt: '2026-11-25T05:00:00.000Z',
      ageSeconds: 90,
      nodes: [{ nodeId: NODE, available: 4 }, { nodeId: STORE }]
    }
  });
  shop.at('2026-11-25T05:00:00Z');
});

test('a variant is quoted with all its ways, and each closed one says why', async () => {
  const { variantId } = await aProduct(shop);
  const quote = async (search: string) => (await buyer.ask({ method: 'GET', path: `/variants/${variantId}/quotes${search}` })).json;
  expect(await quote('?postcode=560038')).toMatchObject({
    bring: { open: true, service: 'standard' },
    collect: { open: true, nodeId: STORE },
    see: { open: true, nodeId: STORE },
    stores: [{ nodeId: STORE, available: 2, metres: 0 }]
  });
  expect(await quote('')).toMatchObject({ bring: { open: false, reason: 'unknown-postcode' }, stores: [{ metres: null }] });
});

test('methods are told apart: HEAD answers like GET without a body, OPTIONS says what is taken, others are refused with a code', async () => {
  const { path } = await buyer.cart();
  const head = await buyer.ask({ method: 'HEAD', path });
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'application/json']);
  const options = await buyer.ask({ method: 'OPTIONS', path: `${path}/lines/${shop.newId()}` });
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'PUT, DELETE']);
  for (const method of ['PATCH', 'DELETE', 'constructor']) {
    const refused = await buyer.ask({ method, path: '/carts' });
    expect([refused.status, refused.json['code'], refused.headers.get('allow')]).toEqual([405, 'method-not-allowed', 'POST']);
  }
});
