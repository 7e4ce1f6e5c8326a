import type * as z from 'zod';
import type { RateLimit } from '#db/queries/rate-limits.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { RefusalCode } from '#lib/kernel/refusal.ts';
import type { Shop } from '../shop.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type Tag = 'products' | 'stock' | 'stores' | 'carts' | 'checkout' | 'orders' | 'accounts' | 'staff' | 'webhooks';

/** The session behind the token of a request: its public name, and whether its person proved who they are just now. */
export type CallSession = { name: string; fresh: boolean };

/**
 * What a request asked, already checked. `key` is the Idempotency-Key, empty where none came, `origin` our own address for links, `from` the caller's,
 * `userAgent` what the program calls itself.
 */
export type Call<P, Q, B> = {
  params: P;
  query: Q;
  body: B;
  key: string;
  origin: string;
  from: string;
  userAgent: string | null;
  session: CallSession | undefined;
};

type Declared<P, Q, B, R> = {
  method: Method;
  /** Under /api/v1, with `{names}` for what varies. */
  path: string;
  operationId: string;
  tag: Tag;
  summary: string;
  description?: string;
  params: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  /** The status and shape of the answer when all goes well. */
  status: 200 | 201;
  answer: z.ZodType<R>;
  /** What the command may refuse. What every endpoint of its kind may refuse is added by `refusalsOf`. */
  refusals: RefusalCode[];
  /** Whether it creates something and so needs an Idempotency-Key. */
  once?: boolean;
  /** Why a POST needs no Idempotency-Key: what happens when it is sent again without one. */
  again?: string;
  /**
   * What one does that is sent all the same: its `command` is done once by it, or its `answer` is kept for it; one that holds a `secret` only for a
   * quarter of an hour. Left out, it changes nothing.
   */
  keyed?: 'command' | 'answer' | 'secret';
  /**
   * Only with the token of a shopper’s session; `fresh`: of one who proved who they are within the last five minutes. `staff`: with
   * that of somebody who works here.
   */
  signedIn?: 'yes' | 'fresh' | 'staff';
  /** How often for one cart or order; whoever has no right to it is not counted but told that there is none. */
  limit?: { rate: RateLimit; of: 'cart' | 'order' };
  /** That the raw body must be signed with the webhook secret: as our bank and van do, or as EasyPost does. */
  signed?: 'ours' | 'easypost';
  example?: { body?: unknown; query?: string; answer?: unknown };
  run: (shop: Shop, actor: Actor, call: Call<P, Q, B>) => Promise<R>;
};

/** One line of the API: what it takes, what it gives, what it may refuse, and the one command or query behind it. */
export type Endpoint = Omit<Declared<never, never, never, unknown>, 'params' | 'query' | 'body' | 'answer' | 'run'> & {
  params: z.ZodType;
  query: z.ZodType | undefined;
  body: z.ZodType | undefined;
  answer: z.ZodType;
  run: (shop: Shop, actor: Actor, call: Call<unknown, unknown, unknown>) => Promise<unknown>;
};

/** Declares an endpoint; its types are checked here and forgotten behind it, because the dispatcher checks every request. */
export function endpoint<P, Q, B, R>(declared: Declared<P, Q, B, R>): Endpoint {
  return { query: undefined, body: undefined, ...declared } as unknown as Endpoint;
}

/** The key for a command that may go without. */
export const keyIfAny = (key: string): string | undefined => (key === '' ? undefined : key);

export const keepsAnswer = ({ keyed }: Pick<Endpoint, 'keyed'>): boolean => keyed === 'answer' || keyed === 'secret';

/** Everything it may refuse, in alphabetical order: its own reasons and those that follow from what it takes. */
export function refusalsOf({ refusals, path, query, body, limit, signed, signedIn, ...keys }: Endpoint): RefusalCode[] {
  const all = new Set([...refusals, ...refusalsOfKeys(keys, body !== undefined)]);
  if (path.includes('{')) all.add('not-found');
  if (query || body) all.add('invalid');
  if (body) all.add('body-too-large').add('wrong-content-type');
  if (limit) all.add('too-many-requests');
  if (signed) all.add('signature-wrong');
  if (signedIn) all.add('sign-in-needed');
  return [...all].toSorted();
}

function refusalsOfKeys(keys: Pick<Endpoint, 'once' | 'keyed'>, takesBody: boolean): RefusalCode[] {
  const { once, keyed } = keys;
  const all: RefusalCode[] = once || keyed ? ['idempotency-key-missing'] : [];
  // Where nothing varies there is no other request that a key could have come with.
  if (once || (keyed && takesBody)) all.push('key-reused');
  if (!keepsAnswer(keys)) return all;
  return takesBody ? [...all, 'in-progress', 'too-many-requests'] : [...all, 'in-progress'];
}
