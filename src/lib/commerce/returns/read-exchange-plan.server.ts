import { dropStores } from '#db/queries/drop-stores.ts';
import { returnableOrder } from '#db/queries/returnable.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { rankDropStores } from './drop-store.ts';
import { readReturnPlan, type PlannedReturn } from './read-return-plan.server.ts';
import { insteadReached, type InsteadArrival } from './steps/instead-reached.server.ts';

type Asked = Omit<Parameters<typeof readReturnPlan>[1], 'to' | 'isKept'> & { dropNodeId: string | null };
/** `dropNodeId`: for an order that was not brought the counter that has what comes instead. */
export type PlannedExchange = PlannedReturn & { arrival: InsteadArrival; dropNodeId: string | null };

/** What an exchange would come to at this moment, and when the new thing would be there if it went now. Refuses all that `askForReturn` does. */
export async function readExchangePlan(shop: Shop, { dropNodeId, ...asked }: Asked): Promise<PlannedExchange> {
  const planned = await readReturnPlan(shop, { ...asked, to: 'original', isKept: false });
  const of = (await returnableOrder(shop.db, asked.orderId)) ?? refuse('not-found');
  const at = shop.now();
  const isBrought = (of.postcode ?? '') !== '';
  const variantIds = of.lines.flatMap(({ fulfilmentLineId, variantId }) =>
    asked.lines.some((line) => line.fulfilmentLineId === fulfilmentLineId) ? [variantId] : []
  );
  const all = isBrought ? [] : await dropStores(shop.db, { variantIds, country: of.country, postcode: of.postcode, at });
  const stores = rankDropStores(dropNodeId === null ? all : all.filter(({ nodeId }) => nodeId === dropNodeId));
  const reached = await insteadReached(shop, { orderId: asked.orderId, units: asked.lines, stores, at });
  if ('no' in reached) refuse(reached.no.code, reached.no.detail);
  const { arrival, stores: there } = reached;
  if (!arrival) refuse('nothing-asked');
  if (!arrival.isCollected) return { ...planned, arrival, dropNodeId };
  if (asked.method !== 'store') refuse('method-not-offered', asked.method);
  return { ...planned, arrival, dropNodeId: there[0]?.nodeId ?? null };
}
