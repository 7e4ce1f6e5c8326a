import { changeReturnShipment, insertReturnScans, returnScansOf, returnShipmentOfNumber } from '#db/queries/return-shipments.ts';
import { moveReturn } from '#db/queries/returns.ts';
import { enterInbox, type NewScan } from '#db/queries/scans.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { moveOf } from '../fulfilment/carrier-status.ts';
import type { CarrierMessage } from '../fulfilment/carrier-message.ts';
import { shipmentFromScans } from '../fulfilment/shipment-from-scans.ts';
import { inReturn, type ReturnTurn } from './steps/in-return.server.ts';
import { carrierHasIt } from './steps/carrier-has-it.server.ts';
import { openIssue } from './steps/open-issue.server.ts';
import { oweReturn } from './steps/owe-return.server.ts';
import { dueAnew, dueFrom, returnMovedBy } from './return-moves.ts';
import { policyOfOrder } from '#db/queries/policies.ts';

/**
 * A carrier's news of something that comes back, in whatever order and however often. The first scan puts it on its way and starts its clock. What
 * is said of a label whose return is over, or whose goods were with us before, is laid before a person. Refuses `not-found` for a number that no return has.
 * @returns how many scans were new
 */
export async function recordReturnScans(shop: Shop, actor: Actor, input: CarrierMessage): Promise<{ taken: number }> {
  const shipment = await returnShipmentOfNumber(shop.db, input.trackingNumber);
  if (!shipment) refuse('not-found');
  return inReturn(shop, actor, shipment, async (turn) => {
    const { tx, at } = turn;
    if (!(await enterInbox(tx, input.provider, input.eventId, at))) return { taken: 0 };
    const scans = input.scans.map((scan) => ({ ...scan, id: shop.newId() }));
    const fresh = await insertReturnScans(tx, { returnShipmentId: shipment.id, provider: input.provider, receivedAt: at }, scans);
    const news = scans.filter(({ id }) => fresh.has(id)).toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
    if (news.length === 0) return { taken: 0 };
    const isOver = shipment.state === 'cancelled' || turn.found.state === 'cancelled' || turn.found.state === 'expired';
    if (isOver) await usedAgain(turn, input.trackingNumber, news.filter(isMoving));
    else {
      await usedAgain(turn, input.trackingNumber, movesSince(turn, shipment.deliveredAt, news));
      await moveOn(turn, shipment.id, news);
    }
    return { taken: news.length };
  });
}

/** Its goods came, and afterwards the carrier has something with the same label once more. What is said late of the way here is none of it. */
function movesSince({ units }: ReturnTurn, deliveredAt: Date | null, news: readonly NewScan[]): NewScan[] {
  const came = units.flatMap(({ receivedAt }) => (receivedAt === null ? [] : [receivedAt.getTime()]));
  const there = deliveredAt?.getTime() ?? (came.length === units.length ? Math.max(...came) : Infinity);
  return news.filter((scan) => isMoving(scan) && scan.status !== 'delivered' && scan.occurredAt.getTime() > there);
}

async function usedAgain(turn: ReturnTurn, trackingNumber: string, moves: readonly NewScan[]): Promise<void> {
  if (moves.length === 0) return;
  const words = `The carrier has something with the label ${trackingNumber}, whose return is over.`;
  await openIssue(turn, { kind: 'label-reused', words, nodeId: null, cause: `label-reused:${trackingNumber}` });
}

async function moveOn(turn: ReturnTurn, shipmentId: string, news: readonly NewScan[]): Promise<void> {
  const { tx, record, found, units, stream, at } = turn;
  const { state, since } = shipmentFromScans(await returnScansOf(tx, shipmentId));
  await changeReturnShipment(tx, shipmentId, { state, deliveredAt: state === 'delivered' ? (since ?? at) : null });
  const firstScan = found.state === 'label_issued' ? news.find(isMoving) : undefined;
  for (const scan of news) {
    const { status, detail, message, city, occurredAt } = scan;
    record(
      stream.next({
        type: 'return.scanned',
        returnId: found.id,
        status,
        detail,
        message,
        city,
        occurredAt: occurredAt.toISOString(),
        isFirst: scan === firstScan,
        nodeId: found.dropNodeId
      })
    );
  }
  if (state === 'lost')
    await openIssue(turn, { kind: 'lost', words: 'The carrier says that it is lost.', nodeId: null, cause: `lost:${shipmentId}` });
  if (!firstScan) return;
  const { terms } = await policyOfOrder(tx, found.orderId);
  const moved = returnMovedBy(found, units, { type: 'first-scan' });
  const held = await carrierHasIt(turn, firstScan.occurredAt);
  await moveReturn(tx, found.id, { state: moved, handedOverAt: at, ...dueAnew(found, dueFrom(at, terms.limits.refundDays)) });
  await oweReturn(held, 'first-scan');
}

function isMoving(scan: Pick<NewScan, 'status' | 'detail'>): boolean {
  const move = moveOf(scan);
  return move !== null && move.type !== 'void-label';
}
