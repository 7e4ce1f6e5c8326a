import { releaseUnits } from '#db/queries/return-units.ts';
import { moveReturn } from '#db/queries/returns.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { endCarriage } from './steps/end-carriage.server.ts';
import { giveBackExchange } from './steps/give-back-exchange.server.ts';
import { inReturn } from './steps/in-return.server.ts';
import { openIssue } from './steps/open-issue.server.ts';
import { returnMovedBy } from './return-moves.ts';

const UNSENT: ReadonlySet<string> = new Set(['approved', 'label_issued', 'store_dropoff']);

/** Nobody sent it in time. Found by a sweep, so perhaps twice. Whoever had the money before is a matter for a person, and the units stay claimed. */
export async function lapseReturn(shop: Shop, actor: Actor, input: { returnId: string }): Promise<void> {
  await inReturn(shop, actor, input, async (turn) => {
    const { tx, record, found, units, stream, at } = turn;
    if (!UNSENT.has(found.state) || found.sendBy > at) return;
    await moveReturn(tx, found.id, { state: returnMovedBy(found, units, { type: 'expire' }), endedAt: at });
    record(stream.next({ type: 'return.expired', returnId: found.id }));
    await endCarriage(turn);
    if (found.owedAt === null) {
      await releaseUnits(tx, found.id);
      await giveBackExchange(turn, 'ended');
    } else
      await openIssue(turn, {
        kind: 'refunded-too-early',
        words:
          found.exchangeState === 'released'
            ? 'Another thing was sent at once, and nothing came back.'
            : 'The money was given at once, and nothing was sent.',
        nodeId: null,
        cause: `early:${found.id}`
      });
  });
}
