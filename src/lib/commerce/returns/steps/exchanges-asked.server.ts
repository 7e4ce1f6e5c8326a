import { exchangeWorld, pricesToday } from '#db/queries/exchange-world.ts';
import type { Returnable } from '#db/queries/returnable.ts';
import type { Db, Tx } from '#db/client.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { swapPrice } from '../../order-change/swap-effect.ts';
import type { AskedExchange } from '../../policies/decide-exchange.ts';
import { titleOf } from '../exchange/exchange-plan.ts';

type Asked = {
  orderId: string;
  lines: readonly { fulfilmentLineId: string; exchange?: { variantId: string; unitPriceMinor: number } | undefined }[];
};

/**
 * A step of a command: what is wanted instead, by the line that comes back, at what it costs now. Refuses `out-of-stock` for what is not for sale, and
 * `price-changed` when it costs something else than its shopper saw.
 */
export async function exchangesAsked(tx: Db | Tx, of: Returnable, { orderId, lines }: Asked): Promise<ReadonlyMap<string, AskedExchange>> {
  const wanted = lines.flatMap(({ fulfilmentLineId, exchange }) => (exchange ? [{ fulfilmentLineId, ...exchange }] : []));
  if (wanted.length === 0) return new Map();
  const world =
    (await exchangeWorld(
      tx,
      orderId,
      wanted.map(({ variantId }) => variantId)
    )) ?? refuse('not-found');
  const prices = await pricesToday(
    tx,
    orderId,
    of.lines.map(({ variantId }) => variantId)
  );
  return new Map(
    wanted.map(({ fulfilmentLineId, variantId, unitPriceMinor }) => {
      const target = world.targets.find((one) => one.variantId === variantId) ?? refuse('out-of-stock');
      const sent = of.lines.find((one) => one.fulfilmentLineId === fulfilmentLineId);
      const ownPriceMinor = prices.get(sent?.variantId ?? '') ?? null;
      const costs = swapPrice({ priceMinor: target.priceMinor, ownPriceMinor }, sent?.unitPriceMinor ?? 0);
      if (costs !== unitPriceMinor) refuse('price-changed', titleOf(world, variantId));
      return [fulfilmentLineId, { variantId, productId: target.productId, unitPriceMinor }];
    })
  );
}
