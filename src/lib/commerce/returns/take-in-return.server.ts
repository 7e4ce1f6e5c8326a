import { unitsOfReturn } from '#db/queries/return-units.ts';
import { findReturn } from '#db/queries/returns.ts';
import { placeAtWork } from '#db/queries/store-work.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { gradeNow } from './steps/grade.server.ts';
import { inReturn } from './steps/in-return.server.ts';
import { receiveNow } from './steps/receive.server.ts';

/** Nobody works in the demonstration's warehouses: what has arrived there is taken in, and found as good as new. Runs as a job, so perhaps twice. */
export async function takeInReturn(shop: Shop, actor: Actor, input: { returnId: string }): Promise<void> {
  const known = await findReturn(shop.db, input.returnId);
  const nodeId = known?.dropNodeId;
  if (!nodeId || (await placeAtWork(shop.db, nodeId))?.isStaffed !== false) return;
  await inReturn(shop, actor, input, async (turn) => {
    if (turn.found.state !== 'in_transit' && turn.found.state !== 'label_issued') return;
    const unitIds = turn.units.filter(({ receivedAt }) => receivedAt === null).map(({ id }) => id);
    await receiveNow(turn, nodeId, { unitIds, isAll: true, extra: '' });
    const found = await findReturn(turn.tx, turn.found.id);
    const units = await unitsOfReturn(turn.tx, turn.found.id);
    if (!found) return;
    const grades = units.map(({ id }) => ({ unitId: id, disposition: 'restock_a' as const, note: '', isOther: false }));
    await gradeNow({ ...turn, found, units }, nodeId, grades);
  });
}
