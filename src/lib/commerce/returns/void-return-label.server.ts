import { changeReturnShipment, endedReturnShipment, type ReturnShipment } from '#db/queries/return-shipments.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { givenBack } from '../fulfilment/given-back.ts';
import { isLabelAlive, isToGiveBack } from './end-of-label.ts';
import { inReturn } from './steps/in-return.server.ts';

/** Gives the label of a return back that ended otherwise. Runs as a job and by a sweep, so perhaps twice; one that was used is kept, and paid for. */
export async function voidReturnLabel(shop: Shop, actor: Actor, input: { returnId: string }): Promise<void> {
  const { labels } = shop.carrier;
  const label = await endedReturnShipment(shop.db, input.returnId);
  if (!labels || !label || !isToGiveBack(label)) return;
  const [outcome, labelNote = ''] = await givenBack(labels, label);
  await inReturn(shop, actor, input, async ({ tx, record, found, stream }) => {
    const now = await endedReturnShipment(tx, found.id);
    // What was bought meanwhile is given back by whoever writes it down.
    if (!now || !isSame(now, label) || now.labelState === outcome) return;
    await changeReturnShipment(tx, label.id, { labelState: outcome, labelNote });
    if (isLabelAlive(now)) record(stream.next({ type: 'return.label_voided', returnId: found.id, outcome }));
  });
}

const isSame = (one: ReturnShipment, other: ReturnShipment): boolean =>
  one.id === other.id && one.labelState === other.labelState && one.trackingNumber === other.trackingNumber;
