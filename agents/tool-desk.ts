import * as z from 'zod';
import { idCalled } from '#db/queries/support-orders.ts';
import { readRecords } from '#lib/commerce/state/read-records.server.ts';
import { openThread } from '#lib/commerce/support/open-thread.server.ts';
import type { Asking, Who } from '#lib/commerce/support/who.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { noOf, refused, type Answer } from './answer.ts';
import { callTool } from './call-tool.ts';
import { confirmAction } from './confirm-action.ts';
import { tools } from './tools/all-tools.ts';

export type DeskCall = { name: string; as: string; args?: unknown; approve?: boolean | undefined };

/** Calls tools as whomever the one at the keyboard says, as a session would: through the very same doors, and with its own talk for each. */
export function toolDesk(shop: Shop) {
  const session = shop.newId();
  let talks = new Map<string, Asking>();

  async function talkOf(as: string): Promise<Asking> {
    const known = talks.get(as);
    if (known) return known;
    const who = await whoIs(shop, as);
    const talk: Asking = { who, threadId: await openThread(shop, { who, session }), channel: 'command', session };
    talks.set(as, talk);
    return talk;
  }

  return {
    async call({ name, as, args = {}, approve = false }: DeskCall): Promise<Answer> {
      try {
        const asking = await talkOf(as);
        const answer = await callTool(shop, asking, { name, args });
        const { action } = answer;
        if (!approve || !action) return answer;
        return await confirmAction(shop, asking, { actionId: action.id, hash: action.hash });
      } catch (fault) {
        return refused(noOf(fault));
      }
    },
    async exported(asked: { order: string } | { customer: string }): Promise<object> {
      const [type, name] = 'order' in asked ? (['order', asked.order] as const) : (['customer', asked.customer] as const);
      try {
        return await readRecords(shop, SYSTEM, { type, id: (await idCalled(shop.db, type, name)) ?? refuse('not-found') });
      } catch (fault) {
        return refused(noOf(fault));
      }
    },
    /** What was undone has taken its talks with it. */
    forget: () => void (talks = new Map())
  };
}

/** Refuses `not-found` for nobody we know, `invalid` for what names nobody. */
async function whoIs(shop: Shop, as: string): Promise<Who> {
  if (as === 'anonymous') return { as };
  const [, kind, name = ''] = /^(customer|guest):(.{1,200})$/s.exec(as) ?? [];
  if (kind === undefined) refuse('invalid', 'as');
  const id = (await idCalled(shop.db, kind === 'guest' ? 'order' : 'customer', name.replaceAll('\0', ''))) ?? refuse('not-found', 'as');
  return kind === 'guest' ? { as: 'guest', orderId: id } : { as: 'customer', customerId: id };
}

/** What there is to call, with what each is told as JSON Schema. */
export const listedTools = (): object[] =>
  tools.map(({ name, about, kind, schema }) => ({
    name,
    about,
    kind,
    arguments: z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  }));
