import { isNumberInUse } from '#db/queries/carrier-labels.ts';
import {
  changeReturnShipment,
  insertReturnShipment,
  keepReturnRef,
  endedReturnShipment,
  returnJourney,
  returnShipmentOf,
  type ReturnShipment
} from '#db/queries/return-shipments.ts';
import { findReturn, moveReturn } from '#db/queries/returns.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { insertPickup } from '#db/queries/return-pickups.ts';
import { isCarrierRefused, type CarrierLabel, type CarrierLabels } from '../fulfilment/carrier.ts';
import { inReturn, type ReturnTurn } from './steps/in-return.server.ts';
import { openIssue } from './steps/open-issue.server.ts';
import { returnMovedBy } from './return-moves.ts';

const SERVICE = 'standard';

/**
 * What an approved return is sent with: a number of ours, or the label of a carrier that prints its own. As with parcels that go out the wish is
 * written down, the carrier asked outside any transaction, its answer written down: nothing is bought twice. Runs as a job.
 */
export async function issueReturnLabel(shop: Shop, actor: Actor, input: { returnId: string }): Promise<void> {
  const known = await findReturn(shop.db, input.returnId);
  if (known?.state !== 'approved' || known.method === 'store') return;
  const { labels } = shop.carrier;
  const wanted = await wish(shop, actor, input.returnId);
  if (!labels || wanted?.labelState !== 'wanted') return;
  try {
    const label = await bought(shop, labels, wanted);
    if (label) await answer(shop, actor, wanted, label);
  } catch (fault) {
    if (!isCarrierRefused(fault)) throw fault;
    await inReturn(shop, actor, input, async (turn) => refused(turn, wanted.id, fault.message));
  }
}

async function wish(shop: Shop, actor: Actor, returnId: string): Promise<ReturnShipment | undefined> {
  return inReturn(shop, actor, { returnId }, async (turn) => {
    const { tx, found, at } = turn;
    if (found.state !== 'approved') return undefined;
    const known = await returnShipmentOf(tx, returnId);
    if (known) return known;
    const journey = await returnJourney(tx, returnId);
    if (!journey) throw new Error(`return ${returnId} goes nowhere`);
    await moveReturn(tx, returnId, { dropNodeId: journey.nodeId });
    const trackingNumber = shop.carrier.labels ? null : `TR${shop.newCode(12)}`;
    const id = shop.newId();
    await insertReturnShipment(tx, { id, returnId, carrier: shop.carrier.name, service: SERVICE, trackingNumber, at });
    if (trackingNumber !== null) await issued(turn, trackingNumber);
    return returnShipmentOf(tx, returnId);
  });
}

/** Undefined for one whose return ended meanwhile. */
async function bought(shop: Shop, labels: CarrierLabels, { id, returnId, carrierRef, service }: ReturnShipment) {
  const journey = await returnJourney(shop.db, returnId);
  if (!journey) throw new Error(`return ${returnId} goes nowhere`);
  const ref = carrierRef ?? (await keepReturnRef(shop.db, id, await labels.draft({ ...journey.sending, reference: id, service })));
  return ref === undefined ? undefined : labels.buy(ref, service);
}

async function answer(shop: Shop, actor: Actor, { id, returnId }: ReturnShipment, label: CarrierLabel): Promise<void> {
  await inReturn(shop, actor, { returnId }, async (turn) => {
    const { tx } = turn;
    const { trackingNumber, trackerRef, pdf } = label;
    const ended = await endedReturnShipment(tx, returnId);
    // It is given back now, whatever was said of it before.
    if (ended?.id === id && ended.trackingNumber === null)
      await changeReturnShipment(tx, id, { labelState: 'bought', trackingNumber, trackerRef });
    if ((await returnShipmentOf(tx, returnId))?.labelState !== 'wanted') return;
    if (await isNumberInUse(tx, { trackingNumber, not: id })) return refused(turn, id, `another parcel has the number ${trackingNumber}`);
    await changeReturnShipment(tx, id, { labelState: 'bought', trackingNumber, trackerRef, pdf });
    await issued(turn, trackingNumber);
  });
}

/** What is to be fetched wishes for its pick-up with the label, which the carrier must have first. */
async function issued({ tx, record, found, units, stream, at }: ReturnTurn, trackingNumber: string): Promise<void> {
  await moveReturn(tx, found.id, { state: returnMovedBy(found, units, { type: 'label' }) });
  const returnId = found.id;
  if (found.method !== 'home') {
    record(stream.next({ type: 'return.label_issued', returnId, trackingNumber }));
    return;
  }
  record(stream.next({ type: 'return.label_issued', returnId, trackingNumber, isFetched: true }));
  await insertPickup(tx, { returnId, at });
  record(stream.next({ type: 'return.pickup_asked', returnId }));
}

/** A person sees to it; its shopper may bring it to a counter meanwhile. */
async function refused(turn: ReturnTurn, shipmentId: string, why: string): Promise<void> {
  if ((await returnShipmentOf(turn.tx, turn.found.id))?.labelState !== 'wanted') return;
  await changeReturnShipment(turn.tx, shipmentId, { labelState: 'refused', labelNote: why });
  const words = `The carrier gave no label: ${why}`.slice(0, 500);
  await openIssue(turn, { kind: 'label-refused', words, nodeId: null, cause: `label:${shipmentId}` });
}
