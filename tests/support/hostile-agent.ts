import { callTool } from '#agents/call-tool.ts';
import { confirmAction } from '#agents/confirm-action.ts';
import type { Answer } from '#agents/answer.ts';
import { drawsFrom, type Draw } from '#lib/kernel/draws.ts';
import { actorOf, type Asking } from '#lib/commerce/support/who.ts';
import { aCustomer } from './customers.ts';
import { aDeliveredOrder } from './delivered-order.ts';
import { hostileArguments, TOOLS, type Things } from './hostile-calls.ts';
import { aVariant } from './makers.ts';
import type { TestShop } from './shop.ts';
import { aPaidOrder, asCustomer, asGuest, aTalk, beside, ownedBy, TALK_NODE } from './talks.ts';

type Order = { id: string; owner: string };
type Shown = { talk: Asking; orderId: string | null; actionId: string; hash: string };
export type Hostile = {
  shop: TestShop;
  draw: Draw;
  talks: Asking[];
  orders: Order[];
  things: Things;
  shown: Shown[];
  outcomes: Map<string, number>;
};

const ACCOUNTS = 3;
const ORDERS_EACH = 3;

export const nameOf = ({ who }: Asking): string =>
  who.as === 'customer' ? who.customerId : who.as === 'guest' ? `guest:${who.orderId}` : 'nobody';

/** Some accounts and a guest with orders that are paid or have come, and two browsers of each of them; and somebody who is nobody. */
export async function aHostileWorld(shop: TestShop, seed: string): Promise<Hostile> {
  const draw = drawsFrom(seed);
  const [talks, orders, variantIds]: [Asking[], Order[], string[]] = [[], [], []];
  for (let account = 0; account < ACCOUNTS; account += 1) {
    const { customerId } = await aCustomer(shop, { passwordless: true });
    const talk = await aTalk(shop, asCustomer(customerId));
    talks.push(talk, beside(shop, talk));
    for (let nth = 0; nth < ORDERS_EACH; nth += 1) {
      if (nth === 0) {
        const came = await aDeliveredOrder(shop, { nodeId: TALK_NODE, units: [3] });
        await ownedBy(shop, came.orderId, customerId);
        orders.push({ id: came.orderId, owner: customerId });
        continue;
      }
      const paid = await aPaidOrder(shop, { customerId, quantity: 4, priceMinor: nth === 1 ? 49_000 : 2_000_000 });
      variantIds.push(
        paid.variantId,
        await aVariant(shop.db, { likeVariant: paid.variantId, options: ['Blue'], stock: { [TALK_NODE]: 4 } })
      );
      orders.push({ id: paid.orderId, owner: customerId });
    }
  }
  const guests = await aPaidOrder(shop, { quantity: 3 });
  orders.push({ id: guests.orderId, owner: `guest:${guests.orderId}` });
  talks.push(await aTalk(shop, asGuest(guests.orderId)), await aTalk(shop, { as: 'anonymous' }));
  const numbers = await shop.db
    .selectFrom('orders')
    .select(['id', 'number'])
    .where(
      'id',
      'in',
      orders.map(({ id }) => id)
    )
    .execute();
  const lines = await shop.db
    .selectFrom('order_line')
    .select(['title', 'order_id'])
    .where(
      'order_id',
      'in',
      orders.map(({ id }) => id)
    )
    .execute();
  const titleOf = new Map(lines.map(({ order_id, title }) => [order_id, title]));
  const titles = new Map(numbers.flatMap(({ id, number }) => [id, number].map((name) => [name, titleOf.get(id) ?? ''] as const)));
  const all = numbers.flatMap(({ id, number }) => [id, number]);
  return {
    shop,
    draw,
    talks,
    orders,
    things: { own: all, foreign: all, titles, variantIds },
    shown: [],
    outcomes: new Map()
  };
}

/** How each order stands: its stream is numbered without gaps, so whatever happened to it shows. */
export async function versions({ shop, orders }: Hostile): Promise<Map<string, number>> {
  const rows = await shop.db
    .selectFrom('orders')
    .select(['id', 'version'])
    .where(
      'id',
      'in',
      orders.map(({ id }) => id)
    )
    .execute();
  return new Map(rows.map(({ id, version }) => [id, version]));
}

/** Calls any tool with any arguments as anybody, or presses a button that was shown to anybody, and looks what that did to every order. */
export async function behaveBadly(world: Hostile, steps: number): Promise<void> {
  let before = await versions(world);
  for (let step = 0; step < steps; step += 1) {
    const pressed = world.shown.length > 0 && world.draw() < 0.35;
    const { answer, may } = pressed ? await press(world) : await call(world);
    const after = await versions(world);
    for (const { id } of world.orders) {
      if (after.get(id) !== before.get(id) && id !== may)
        throw new Error(`forbidden: ${id} changed by ${JSON.stringify(answer).slice(0, 500)}`);
    }
    before = after;
  }
}

export const pick = <T>({ draw }: Hostile, all: readonly T[]): T => all[Math.floor(draw() * all.length)]!;
const count = ({ outcomes }: Hostile, what: string): void => void outcomes.set(what, (outcomes.get(what) ?? 0) + 1);

/** `may`: the one order that may have changed by it. */
type Done = { answer: Answer; may: string | undefined };

async function call(world: Hostile): Promise<Done> {
  const { shop, draw } = world;
  const talk = pick(world, world.talks);
  const name = draw() < 0.03 ? pick(world, ['refund_everything', '', '__proto__', 'x'.repeat(5_000)]) : pick(world, TOOLS);
  const own = ownNames(world, talk);
  const args = hostileArguments(draw, name, { ...world.things, own: own.length > 0 ? own : world.things.foreign });
  const answer = await callTool(shop, talk, { name, args });
  if (answer.action) {
    const { id: actionId, hash } = answer.action;
    const row = await shop.db.selectFrom('pending_action').select('order_id').where('id', '=', actionId).executeTakeFirstOrThrow();
    const owner = world.orders.find(({ id }) => id === row.order_id)?.owner;
    if (row.order_id !== null && owner !== nameOf(talk)) throw new Error(`forbidden: ${name} proposed for ${owner} to ${nameOf(talk)}`);
    world.shown.push({ talk, orderId: row.order_id, actionId, hash });
  }
  count(world, `${TOOLS.find((one) => one === name) ?? 'made up'} ${answer.decision}`);
  return { answer, may: undefined };
}

function ownNames({ orders, things }: Hostile, talk: Asking): string[] {
  const ids = orders.filter(({ owner }) => owner === nameOf(talk)).map(({ id }) => id);
  return things.own.filter((_, at) => ids.includes(things.own[at - (at % 2)] ?? ''));
}

/** Mostly what was shown last to whoever presses; else what was shown to somebody else, long ago, or was never shown. */
async function press(world: Hostile): Promise<Done> {
  const { shop, draw } = world;
  const shown = draw() < 0.6 ? world.shown.at(-1)! : pick(world, world.shown);
  const talk = draw() < 0.5 ? shown.talk : pick(world, world.talks);
  const hash = draw() < 0.85 ? shown.hash : pick(world, world.shown).hash;
  const actionId = draw() < 0.95 ? shown.actionId : shop.newId();
  const answer = await confirmAction(shop, talk, { actionId, hash });
  count(world, `confirm ${answer.decision}`);
  const isTheirs =
    talk.threadId === shown.talk.threadId && talk.session === shown.talk.session && hash === shown.hash && actionId === shown.actionId;
  if (answer.decision !== 'refused' && !isTheirs)
    throw new Error(`forbidden: ${JSON.stringify(actorOf(talk.who))} confirmed what others were shown`);
  return { answer, may: answer.decision === 'done' ? (shown.orderId ?? undefined) : undefined };
}
