import type * as z from 'zod';
import type { PolicyMark } from '#lib/commerce/policies/policy.ts';
import type { Proposal, PendingAction } from '#lib/commerce/support/pending-action.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import type { Shopper } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';

/** What an answer rests on: an event of an order, a level of a shelf, a version of a policy, a thing of the catalogue, a place. */
export type Ground = {
  what: 'event' | 'stock' | 'policy' | 'product' | 'place' | 'return' | 'ticket' | 'faq';
  id: string;
  at: string | null;
};

export type Answered = { effect: object; rule: PolicyMark | null; facts: Ground[] };
/** Nothing of it has happened yet. */
export type Proposing = { proposal: Proposal; facts: Ground[] };

type Named = { name: string; about: string; schema: z.ZodType };
/** Looks and answers. `isNoted`: its command writes its own row of the log. */
export type ReadingTool = Named & {
  kind: 'reads';
  isNoted: boolean;
  read: (shop: Shop, asking: Asking, given: unknown) => Promise<Answered>;
};
/** `perform` is told the same action every time, and does it once: by the key that its id is. */
export type ProposingTool = Named & {
  kind: 'proposes';
  propose: (shop: Shop, asking: Asking, given: unknown) => Promise<Proposing>;
  perform: (shop: Shop, actor: Shopper, action: PendingAction) => Promise<object>;
};
export type Tool = ReadingTool | ProposingTool;

type Reads<S extends z.ZodType> = {
  name: string;
  about: string;
  args: S;
  isNoted?: boolean;
  read: (shop: Shop, asking: Asking, args: z.output<S>) => Promise<Answered>;
};

export const reading = <S extends z.ZodType>({ name, about, args, isNoted = false, read }: Reads<S>): ReadingTool => ({
  kind: 'reads',
  name,
  about,
  schema: args,
  isNoted,
  read: async (shop, asking, given) => read(shop, asking, readArguments(args, given))
});

type Proposes<S extends z.ZodType> = {
  name: string;
  about: string;
  args: S;
  propose: (shop: Shop, asking: Asking, args: z.output<S>) => Promise<Omit<Proposal, 'kind' | 'arguments'> & { facts: Ground[] }>;
  perform: ProposingTool['perform'];
};

export const proposing = <S extends z.ZodType>({ name, about, args, propose, perform }: Proposes<S>): ProposingTool => ({
  kind: 'proposes',
  name,
  about,
  schema: args,
  perform,
  async propose(shop, asking, given) {
    const read = readArguments(args, given);
    const { facts, ...proposed } = await propose(shop, asking, read);
    return { proposal: { kind: name, arguments: read as object, ...proposed }, facts };
  }
});

/** Refuses `invalid`, and says of which field what is wrong with it. */
function readArguments<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  return refuse('invalid', `${first?.path.join('.') ?? ''} ${first?.message ?? ''}`.trim().slice(0, 200));
}
