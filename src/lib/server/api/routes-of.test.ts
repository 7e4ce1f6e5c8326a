import { expect, test } from 'vitest';
import * as z from 'zod';
import { endpoint, type Method } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { routesOf } from './routes-of.ts';

const at = (method: Method, path: string) =>
  endpoint({
    method,
    path,
    operationId: path,
    tag: 'carts',
    summary: path,
    params: z.object({}),
    status: 200,
    answer: z.object({}),
    refusals: [],
    run: async () => ({})
  });

test('a path is found by its words before its names, and what varies is decoded', () => {
  const routes = routesOf([at('GET', '/carts/{cartKey}'), at('GET', '/carts/mine'), at('PUT', '/carts/{cartKey}/lines/{lineId}')]);
  expect(routes.find('/carts/mine')).toMatchObject({ params: {} });
  expect(routes.find('/carts/a%20b')).toMatchObject({ params: { cartKey: 'a b' } });
  expect(routes.find('/carts/a%2Fb/lines/7')).toMatchObject({ params: { cartKey: 'a/b', lineId: '7' } });
});

test('nothing is found beside, above or below a path', () => {
  const routes = routesOf([at('GET', '/carts/{cartKey}/lines')]);
  for (const path of ['', '/', '/carts', '/carts/', '/carts/a', '/carts/a/lines/', '/carts/a/lines/b', '/Carts/a/lines']) {
    expect(routes.find(path)).toBeUndefined();
  }
});

test('names of object parts are only words', () => {
  const routes = routesOf([at('GET', '/carts/{cartKey}')]);
  expect(routes.find('/constructor')).toBeUndefined();
  expect(routes.find('/carts/__proto__')?.byMethod.get('constructor')).toBeUndefined();
});

test('a place that two endpoints call by two names is a fault of ours', () => {
  expect(() => routesOf([at('GET', '/carts/{cartKey}'), at('GET', '/carts/{id}/lines')])).toThrow('both cartKey and id');
  expect(routesOf(endpoints).find('/products')).toBeDefined();
});
