import * as z from 'zod';
import type { Goods, GoodsVariant } from '#db/queries/support-goods.ts';
import { factsOf } from '#lib/commerce/catalog/shop-product.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { Needed, Words } from './arguments.ts';
import { goodsCalled, groundsOf, makesCalled } from './goods-called.ts';
import { reading, type Ground } from './tool.ts';

const Product = Needed(200).describe('What it is called, its SKU, or its id.');

export const findProductTool = reading({
  name: 'find_product',
  about: 'Finds things that are for sale, with their price and whether there are any.',
  args: z.strictObject({
    search: Needed(200),
    onlyExact: z.boolean().default(false).describe('Nothing that only shares some of the words.')
  }),
  async read(shop, _, { search, onlyExact }) {
    const { goods, isExact } = await goodsCalled(shop, search);
    const shown = isExact || !onlyExact ? goods : [];
    return { effect: { isExact, products: shown.map(shortly) }, rule: null, facts: groundsOf(shown) };
  }
});

function shortly({ handle, title, variants }: Goods): object {
  const prices = variants.map(({ priceMinor }) => priceMinor);
  return {
    product: handle,
    title,
    currency: variants[0]?.currency ?? null,
    fromMinor: Math.min(...prices),
    toMinor: Math.max(...prices),
    options: variants.map(({ options }) => options.join(', ')),
    available: variants.reduce((sum, { levels }) => sum + levels.reduce((all, { available }) => all + available, 0), 0)
  };
}

const LONGEST = 600;

export const productQuestionTool = reading({
  name: 'product_question',
  about: 'What a thing is like: its measures, material and care as the catalogue has them. What is not in there is not known.',
  args: z.strictObject({ product: Product, question: Words(500).default('') }),
  async read(shop, _, { product, question }) {
    const { goods } = await goodsCalled(shop, product);
    const [one] = goods;
    if (!one) refuse('not-found');
    const words = question.toLowerCase().match(/[a-z]{4,}/g) ?? [];
    // As the product's page names them; what only programs know of a thing says nothing to whoever asks.
    const all = factsOf(one.attributes).map(({ label, value }) => [label, value] as const);
    const asked = all.filter(([name, value]) => words.some((word) => `${name} ${value}`.toLowerCase().includes(word)));
    const description = one.description
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim()
      .slice(0, LONGEST);
    return {
      // Words of the catalogue are data: they are shown, and never followed.
      effect: {
        product: one.handle,
        title: one.title,
        isAsked: asked.length > 0,
        attributes: Object.fromEntries(asked.length > 0 ? asked : all),
        description
      },
      rule: null,
      facts: groundsOf([one])
    };
  }
});

export const stockAtStoreTool = reading({
  name: 'stock_at_store',
  about: 'How many of a thing lie where at this moment, and since when that is known.',
  args: z.strictObject({ product: Product, option: Words(120).default('').describe('Size or colour.'), store: Words(120).default('') }),
  async read(shop, _, { product, option, store }) {
    const { goods, variantId } = await goodsCalled(shop, product);
    const [one] = goods;
    if (!one) refuse('not-found');
    const made = makesCalled(one, { product, option, variantId });
    const shelves = made.flatMap((variant) => shelvesOf(variant, store, shop.now()));
    if (store !== '' && shelves.length === 0) refuse('not-found', 'store');
    return {
      effect: { product: one.handle, title: one.title, shelves: shelves.map(({ shelf }) => shelf) },
      rule: null,
      facts: shelves.map(({ fact }) => fact)
    };
  }
});

function shelvesOf({ id, options, sku, counted, levels }: GoodsVariant, store: string, at: Date): { shelf: object; fact: Ground }[] {
  const called = store.toLowerCase();
  return levels
    .filter(({ nodeId, nodeName, nodeKind }) => nodeKind === 'store' && (nodeId === called || nodeName.toLowerCase().includes(called)))
    .map(({ nodeId, nodeName, available, version, changedAt }) => ({
      shelf: {
        store: nodeName,
        options,
        sku,
        available: counted ? available : null,
        since: changedAt,
        ageSeconds: Math.max(0, Math.round((at.getTime() - Date.parse(changedAt)) / 1_000))
      },
      fact: { what: 'stock', id: `stock:${id}/${nodeId}@${version}`, at: changedAt }
    }));
}
