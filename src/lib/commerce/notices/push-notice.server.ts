import { duePushes, endPush, letGoOfPush, takePush, type DuePush } from '#db/queries/push.ts';
import type { Shop } from '#lib/server/shop.ts';

/** Longer than the slowest push takes: who took one and died leaves it to the next. */
const TAKEN_MS = 20_000;

/**
 * Pushes a notice to each device that is to be told, once. Runs as a job, so perhaps twice, and at two places: what is sent is not sent again.
 * @throws when one could not be pushed; the others are
 */
export async function pushNotice(shop: Shop, { noticeId }: { noticeId: string }): Promise<void> {
  const faults: unknown[] = [];
  for (const push of await duePushes(shop.db, noticeId)) {
    // oxlint-disable-next-line no-await-in-loop -- an order has few devices, and none waits long
    await pushOne(shop, push, noticeId).catch((fault: unknown) => faults.push(fault));
  }
  if (faults.length > 0) throw new AggregateError(faults, `notice ${noticeId} did not reach ${faults.length} devices`);
}

async function pushOne(shop: Shop, { id, orderId, title, words, ...target }: DuePush, noticeId: string): Promise<void> {
  const at = shop.now();
  if (!(await takePush(shop.db, id, { at, until: new Date(at.getTime() + TAKEN_MS) }))) throw new Error(`somebody else is pushing ${id}`);
  const path = `/orders/${shop.keys.make('order', orderId)}`;
  try {
    const state = await shop.push.send(target, { title, body: words, path, tag: noticeId });
    await endPush(shop.db, { id, endpoint: target.endpoint }, { state, at: shop.now() });
  } catch (fault) {
    await letGoOfPush(shop.db, id);
    throw fault;
  }
}
