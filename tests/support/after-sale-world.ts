import type { CommerceEvent } from '#lib/commerce/events.ts';
import { returnMethods, type ReturnMethod } from '#lib/commerce/policies/policy.ts';
import type { Shopper, Staff } from '#lib/kernel/actor.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import { jobsOf } from '#realtime/follow-ups.ts';
import type { Job } from '#realtime/work.ts';
import { WORKERS } from '#realtime/workers.ts';
import type { TestShop } from './shop.ts';

export const AFTER_SALE_NODE = 'blr-domlur';
export const UNITS = 3;
/** What is ordered over this channel is taken when it leaves. */
export const TAKEN_LATER = 'mobile' as const;

/** Half of them have it fetched at the door, which has the most ends. */
export const ASKED_WAYS: readonly ReturnMethod[] = [...returnMethods, 'home', 'home'];

/** `customers`: with an account; without any all is ordered by guests. */
export type People = { managers: readonly [Staff, Staff]; customers?: readonly Shopper[] };
export type World = {
  shop: TestShop;
  people: People;
  random: () => number;
  by: Shopper;
  orderId: string;
  orderKey: string;
  /** Two makes of one thing. */
  variantIds: readonly [string, string];
  outcomes: Map<string, number>;
  /** What must still follow from what happened, and how far the order's log was read for it. */
  waiting: Job[];
  seen: number;
};

/** Any of them, as it is drawn; undefined of none. */
export const some = <T>({ random }: World, all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];

/** What follows from the news of the order since it was read last, as the relay would find it. */
export async function readNews(world: World): Promise<void> {
  const rows = await world.shop.db
    .selectFrom('event')
    .select(['topic', 'version', 'type', 'data'])
    .where('topic', '=', `order:${world.orderId}`)
    .where('version', '>', world.seen)
    .orderBy('version')
    .execute();
  for (const { data, ...head } of rows) {
    world.waiting.push(...jobsOf({ ...(data as object), ...head } as CommerceEvent));
    world.seen = head.version;
  }
}

/** A job that fails stays in its queue; one that is refused is not called for any more. */
export async function work(world: World, shop: TestShop, place: number): Promise<void> {
  const [job] = world.waiting.splice(place, 1);
  if (!job) return;
  try {
    await (WORKERS[job.queue] as (shop: TestShop, data: object) => Promise<void>)(shop, job.data);
  } catch (fault) {
    if (!isRefusal(fault)) world.waiting.push(job);
    throw fault;
  }
}

export const dueRefunds = async (shop: TestShop, orderId: string) =>
  (
    await shop.db
      .selectFrom('refund')
      .select('id')
      .where('order_id', '=', orderId)
      .where('state', '=', 'due')
      .where('how', '<>', 'by-hand')
      .execute()
  ).map(({ id }) => id);
