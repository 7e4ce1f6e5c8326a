import type { Socket } from 'socket.io';
import type { z } from 'zod';
import type { Actor } from '#lib/kernel/actor.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Visitor } from '#db/queries/cart-presence.ts';
import type { PresentState } from './present-state.ts';
import type { Presence } from './cart-presence.ts';
import type { Answer, ClientToServer, ServerToClient } from './protocol.ts';

/** Known from the handshake alone: nothing a page sends later can change it. `session` is the public name of the session, which guests have none of; `browser`: what a talk of a guest hangs on; `address`: where it comes from; `talks`: by which grant on its shopper's cart each is heard that is not one's own. */
export type Caller = {
  actor: Actor;
  session: string | undefined;
  browser: string | undefined;
  address: string;
  carts: Map<string, OpenCart>;
  talks: Map<string, string>;
};

/** A cart that a connection has open: by which grant, if not by the owner's key, and how the others see who that is. */
export type OpenCart = { id: string; grantId: string | undefined; visitor: Visitor; since: Date };

export type LiveSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, Caller>;

/** What a handler of client messages works with. */
export type Live = { shop: Shop; present: PresentState; presence: Presence; socket: LiveSocket };

/**
 * One way for every client message: the payload is checked, a refusal is an answer,
 * and a fault is reported instead of ending the process. Then no answer comes and the page asks again.
 */
export function answering<Input, Result>(shop: Shop, schema: z.ZodType<Input>, work: (input: Input) => Promise<Result>) {
  return async (payload: unknown, ack?: (answer: Answer<Result>) => void): Promise<void> => {
    const answer = typeof ack === 'function' ? ack : () => undefined;
    const input = schema.safeParse(payload);
    if (!input.success) return answer({ refused: 'invalid' });
    try {
      answer({ ok: await work(input.data) });
    } catch (fault) {
      if (isRefusal(fault)) answer({ refused: fault.code });
      else shop.report(fault);
    }
  };
}
