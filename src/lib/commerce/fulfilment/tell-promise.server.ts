import { insertPromise, type PromiseVersion } from '#db/queries/promises.ts';
import type { Tx } from '#db/client.ts';
import type { Recorder } from '#db/transaction.ts';
import type { OrderStream } from '../orders/order-stream.ts';
import type { ScanOutcome } from './scan-outcome.ts';

type News = {
  orderId: string;
  fulfilmentOrderId: string;
  /** The version that was told last. */
  last: PromiseVersion | undefined;
  revision: NonNullable<ScanOutcome['revision']>;
  stream: OrderStream;
  at: Date;
  newId: () => string;
};

/** A step of a command, under the order's lock: a new date with its reason is the next version of the promise; none is ever changed. */
export async function tellNewDate(tx: Tx, record: Recorder, news: News): Promise<void> {
  const { orderId, fulfilmentOrderId, last, stream, at } = news;
  if (!last) return;
  const number = last.number + 1;
  const { from: deliverFrom, until: deliverUntil, reason } = news.revision;
  const version = { ...last, id: news.newId(), orderId, fulfilmentOrderId, number, detail: '', inputs: {}, at };
  await insertPromise(tx, { ...version, state: 'revised', deliverFrom, deliverUntil, reason });
  const window = { deliverFrom: deliverFrom.toISOString(), deliverUntil: deliverUntil.toISOString() };
  const was = { wasFrom: last.deliverFrom.toISOString(), wasUntil: last.deliverUntil.toISOString() };
  record(stream.next({ type: 'promise.revised', fulfilmentOrderId, number, ...window, ...was, reason, detail: '' }));
}
