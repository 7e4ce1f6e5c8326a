import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { refusalsOf, type Endpoint } from '#lib/server/api/endpoint.ts';
import { endpoints } from '#lib/server/api/endpoints.ts';
import { LIMITS } from '#lib/server/rate-limit.ts';
import { statusOf } from '#lib/server/refusal-to-http.ts';
import type { Answer, Ask, Sent } from './api-world.ts';
import type { TestShop } from './shop.ts';

/** A request that is refused, or the answer to the last of several. */
export type Provoke = () => Promise<Sent | Answer>;
/** By the name of the operation and the code. */
export type Provoked = Record<string, Record<string, Provoke>>;

/** The endpoints that one file of tests leaves to another. */
const COMPANY = /^\/carts\/\{cartKey\}\/(saved|shares|hand-over|account|merge)/;
export const OF_ACCOUNTS = ({ tag, path }: Endpoint): boolean => tag === 'accounts' || COMPANY.test(path);

export const OF_STAFF = ({ tag }: Endpoint): boolean => tag === 'staff';
export const OF_WORK = ({ path }: Endpoint): boolean => path.startsWith('/staff/work');

export const OF_BALANCES = ({ path }: Endpoint): boolean => path.startsWith('/carts/{cartKey}/balances');
/** After the purchase. */
export const OF_CHANGES = ({ path }: Endpoint): boolean => path.startsWith('/orders/{orderKey}/changes');
export const OF_EXCHANGES = ({ path }: Endpoint): boolean =>
  path.startsWith('/orders/{orderKey}/exchanges') || path === '/orders/{orderKey}/returns/{returnId}/payments';
export const OF_AGAIN = ({ path }: Endpoint): boolean => path.startsWith('/orders/{orderKey}/again');
export const OF_RETURNS = (one: Endpoint): boolean => one.path.startsWith('/orders/{orderKey}/returns') && !OF_EXCHANGES(one);
export const OF_REFUNDS = ({ path }: Endpoint): boolean => path.startsWith('/orders/{orderKey}/refunds');
/** All of these, each of which has a file of tests of its own. */
export const AFTER_PURCHASE = (one: Endpoint): boolean =>
  OF_CHANGES(one) || OF_RETURNS(one) || OF_EXCHANGES(one) || OF_AGAIN(one) || OF_REFUNDS(one);
export const OF_CHECKOUT = (one: Endpoint): boolean =>
  (one.tag === 'checkout' || one.tag === 'orders' || one.tag === 'webhooks') && !AFTER_PURCHASE(one) && !OF_BALANCES(one);

/** Refused by every endpoint that takes a body, whatever it is for. */
export function ofBodies(right: () => Promise<Sent>): Record<string, Provoke> {
  return {
    invalid: async () => ({ ...(await right()), body: { notKnown: 1 } }),
    'wrong-content-type': async () => {
      const sent = await right();
      return { ...sent, headers: { ...sent.headers, 'content-type': 'text/plain' } };
    },
    'body-too-large': async () => ({ ...(await right()), body: { handle: 'x'.repeat(70_000) } })
  };
}

/** Refused by every endpoint that creates something. `other` is the same request with another body. */
export function ofKeys(ask: Ask, right: () => Promise<Sent>, other: object): Record<string, Provoke> {
  return {
    'idempotency-key-missing': async () => {
      const { key: _, ...sent } = await right();
      return sent;
    },
    'key-reused': async () => {
      const sent = await right();
      await ask(sent);
      return { ...sent, body: { ...(sent.body as object), ...other } };
    }
  };
}

/** Refused by every endpoint that takes a key without needing one. `other` is the same request with another body. */
export function ofKeysIfAny(ask: Ask, right: () => Promise<Sent>, other: object): Record<string, Provoke> {
  const keyed = async () => ({ ...(await right()), key: randomUUID() });
  const { 'key-reused': reused } = ofKeys(ask, keyed, other);
  return { 'idempotency-key-missing': async () => ({ ...(await right()), key: 'k'.repeat(201) }), 'key-reused': reused! };
}

/** And by those whose answer is kept: the first is still at it. */
export function ofKeptAnswers(shop: () => TestShop, ask: Ask, right: () => Promise<Sent>, other?: object): Record<string, Provoke> {
  const { 'key-reused': reused, ...odd } = ofKeysIfAny(ask, right, other ?? {});
  return {
    ...odd,
    ...(other && {
      'key-reused': reused!,
      // Whoever guesses what a key came with.
      async 'too-many-requests'() {
        const wrong = (await reused!()) as Sent;
        for (let tries = 0; tries < LIMITS.otherRequestByKey.limit; tries += 1) await ask(wrong);
        return wrong;
      }
    }),
    async 'in-progress'() {
      const sent = { ...(await right()), key: randomUUID() };
      await ask(sent);
      await shop().db.updateTable('idempotency').set({ result: null }).where('scope', 'like', 'api:%').execute();
      return sent;
    }
  };
}

type Which = { ask: Ask; only?: (endpoint: Endpoint) => boolean; but?: (endpoint: Endpoint) => boolean };

/** Each endpoint is tried with all that it may refuse, no more and no less. */
export function refusesAll(provoked: Provoked, { ask, only = () => true, but = () => false }: Which): void {
  describe('every refusal of the document is provoked and answered as it says', () => {
    for (const endpoint of endpoints.filter((one) => only(one) && !but(one))) {
      const { operationId } = endpoint;
      test(`${operationId} is tried with all it may refuse`, () => {
        expect(Object.keys(provoked[operationId] ?? {}).toSorted()).toEqual(refusalsOf(endpoint));
      });
      for (const code of refusalsOf(endpoint)) {
        test(`${operationId} refuses: ${code}`, async () => {
          const sent = await provoked[operationId]![code]!();
          const answer = 'json' in sent ? sent : await ask(sent);
          const status = statusOf(code);
          expect(answer.json).toMatchObject({ code, status, type: `http://shop.test/api#${code}` });
          expect(answer).toMatchObject({ status, type: 'application/problem+json' });
          expect(answer.json['detail']).toMatch(/^[A-Z].*\.$/);
          expect(answer.json['instance']).toMatch(/^\/api\/v1\//);
          if (code === 'too-many-requests') expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
          if (code === 'sign-in-needed') expect(answer.headers.get('www-authenticate')).toBe('Bearer');
        });
      }
    }
  });
}
