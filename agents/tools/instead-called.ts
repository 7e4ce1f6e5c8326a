import { readExchangeChoices } from '#lib/commerce/returns/read-exchange-choices.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';

export type Make = Awaited<ReturnType<typeof readExchangeChoices>>['choices'][number];

/** What may come instead and is called so, for what it costs now. Refuses `wrong-item` where that is none or several, `out-of-stock`, and what the policy says. */
export async function insteadCalled(shop: Shop, line: { orderId: string; fulfilmentLineId: string }, name: string): Promise<Make> {
  const { choices } = await readExchangeChoices(shop, { ...line, words: name });
  const make = makeCalled(choices, name) ?? refuse('wrong-item', 'to');
  return make.isThere ? make : refuse('out-of-stock', spokenOf(make));
}

export const spokenOf = ({ title, options }: Pick<Make, 'title' | 'options'>): string => [title, ...options].join(', ');

type Named = Pick<Make, 'variantId' | 'sku' | 'title' | 'options' | 'isOther'>;

/** By its id or SKU, by its whole name, by options of it, else the only one with these words in its name. Another product only where no make of the same is called so. */
export function makeCalled<One extends Named>(makes: readonly One[], name: string): One | undefined {
  const wanted = name.trim().toLowerCase();
  const parts = wanted.split(/\s*[,/]\s*/);
  const by: ((one: One) => boolean)[] = [
    ({ variantId, sku }) => variantId === wanted || sku?.toLowerCase() === wanted,
    (one) => spokenOf(one).toLowerCase() === wanted,
    ({ options }) => options.join(', ').toLowerCase() === wanted,
    ({ options }) => parts.every((part) => options.some((option) => option.toLowerCase() === part)),
    (one) => spokenOf(one).toLowerCase().includes(wanted)
  ];
  const same = makes.filter(({ isOther }) => !isOther);
  const other = makes.filter(({ isOther }) => isOther);
  const fitting = [same, other].flatMap((some) => by.map((fits) => some.filter(fits))).find((some) => some.length > 0) ?? [];
  return fitting.length === 1 ? fitting[0] : undefined;
}
