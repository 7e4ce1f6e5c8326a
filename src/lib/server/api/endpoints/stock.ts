import { availabilityOf } from '#db/queries/availability.ts';
import { promiseBoard } from '#lib/commerce/catalog/board.ts';
import { deliveryRulesV1 } from '#lib/commerce/fulfilment/delivery-rules-v1.ts';
import { readPromises } from '#lib/commerce/stores/read-places.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { boardAnswer, stockAnswer } from '../answers/stock.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { knownPostcode } from '../known-postcode.ts';
import { StockList, StockOfOne, VariantQuote, WhereTo, WhichStock } from '../schemas/stock.ts';
import { Nothing, OfVariant } from '../schemas.ts';

export const stockEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/stock',
    operationId: 'listStock',
    tag: 'stock',
    summary: 'How many are free, and where',
    description: 'Of several variants at once. Those that are not for sale are missing.',
    params: Nothing,
    query: WhichStock,
    status: 200,
    answer: StockList,
    refusals: [],
    example: { query: 'variantId=0199f0a0-0000-7000-8000-000000000001' },
    async run(shop, _, { query }) {
      const asOf = shop.now();
      const found = await availabilityOf(shop.db, [query.variantId].flat());
      return { asOf: asOf.toISOString(), stock: found.map((one) => stockAnswer(one, asOf)) };
    }
  }),
  endpoint({
    method: 'GET',
    path: '/variants/{variantId}/stock',
    operationId: 'readStock',
    tag: 'stock',
    summary: 'How many of one variant are free, and where',
    params: OfVariant,
    status: 200,
    answer: StockOfOne,
    refusals: ['not-found'],
    async run(shop, _, { params }) {
      const asOf = shop.now();
      const [found] = await availabilityOf(shop.db, [params.variantId]);
      return found ? { asOf: asOf.toISOString(), stock: stockAnswer(found, asOf) } : refuse('not-found');
    }
  }),
  endpoint({
    method: 'GET',
    path: '/variants/{variantId}/quotes',
    operationId: 'quoteVariant',
    tag: 'stock',
    summary: 'When and how one piece can be had',
    description:
      'Brought to a postcode, collected at a store, or looked at in one: each way with its time, or with the reason why it is closed. ' +
      'A cart of several things is quoted by GET /carts/{cartKey}/quotes.',
    params: OfVariant,
    query: WhereTo,
    status: 200,
    answer: VariantQuote,
    refusals: ['not-found', 'unknown-postcode'],
    example: { query: 'postcode=560038' },
    async run(shop, _, { params, query }) {
      const place = query.postcode === undefined ? undefined : await knownPostcode(shop, query.postcode);
      const [[found], table] = await Promise.all([availabilityOf(shop.db, [params.variantId]), readPromises(shop, place)]);
      if (!found) refuse('not-found');
      const { levels, currency, counted, priceMinor: minor, sizeClass: size, variantId } = found;
      const shownAt = levels.filter(({ onHand }) => onHand > 0).map(({ nodeId }) => nodeId);
      const variant = { minor, counted, size };
      const board = promiseBoard({ table, variant, levels, shownAt, currency, rules: deliveryRulesV1, store: query.nodeId });
      return { asOf: shop.now().toISOString(), variantId, postcode: place?.code ?? null, currency, ...boardAnswer(board) };
    }
  })
];
