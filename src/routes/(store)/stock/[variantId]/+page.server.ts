import { error, fail } from '@sveltejs/kit';
import * as z from 'zod';
import { shelfLevels, shelfMovements } from '#db/queries/shelf.ts';
import { counterItems } from '#db/queries/till.ts';
import { correctStock } from '#lib/commerce/stock/correct-stock.server.ts';
import { keepBack } from '#lib/commerce/stock/keep-back.server.ts';
import { markDamaged } from '#lib/commerce/stock/mark-damaged.server.ts';
import { receiveStock } from '#lib/commerce/stock/receive-stock.server.ts';
import { MOST_UNITS } from '#lib/commerce/stock/stock-level.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atNode, mayAtNode } from '#lib/commerce/stores/staff-policy.ts';
import { formProblem, parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../refused.ts';
import { shelvesFor } from '../../shelves-for.ts';
import { afterCount, afterDelivery, afterFate, afterKeeping } from './said.ts';
import type { Actions, PageServerLoad } from './$types';

const MOVEMENTS = 10;

export const load: PageServerLoad = async ({ locals: { shop, actor }, params, depends }) => {
  const { nodeId } = allowed(() => atNode(actor, 'see-shelf'));
  depends('shelf:levels');
  const variantId = variantIn(params.variantId);
  const [item] = await counterItems(shop.db, [variantId], MARKET.currency);
  if (!item) error(404, { message: 'There is nothing for sale under this address.' });
  // The snapshot first: a change between the two reads is heard again rather than never.
  const shelf = await shelvesFor(shop, nodeId, [variantId]);
  const levels = await shelfLevels(shop.db, variantId);
  return {
    shelf,
    item,
    levels,
    here: levels.find((level) => level.nodeId === nodeId),
    movements: await shelfMovements(shop.db, { nodeId, variantId }, MOVEMENTS),
    mayKeepBack: mayAtNode(actor, 'keep-back'),
    currency: MARKET.currency,
    keys: { count: shop.newId(), receive: shop.newId(), fate: shop.newId(), keep: shop.newId() }
  };
};

function variantIn(text: string): string {
  if (!z.uuid().safeParse(text).success) error(404, { message: 'There is nothing for sale under this address.' });
  return text;
}

const units = (least: number) => {
  const words = `A whole number from ${least} to ${MOST_UNITS.toLocaleString('en-IN')}.`;
  return z
    .string()
    .trim()
    .regex(/^\d{1,6}$/, words)
    .transform(Number)
    .pipe(z.number().min(least, words).max(MOST_UNITS, words));
};
const key = z.string().min(1).max(200);
const reason = z.string().trim().max(200, 'At most 200 characters.').default('');
const Count = z.object({ counted: units(0), reason, key, seen: z.coerce.number().int() });
const Receive = z.object({ quantity: units(1), reason, key });
const fates = ['damaged', 'sound', 'discarded'] as const;
const Keep = z.object({ keptBack: units(0), forCounter: units(0), key });
const Damage = z.object({ units: units(1), fate: z.enum(fates, 'Say what is the matter with it.'), why: reason, key });

export const actions: Actions = {
  count: async ({ locals: { shop, actor }, request, params }) => {
    const form = parseForm(Count, await request.formData());
    if ('problems' in form) return fail(400, { count: form.problems });
    const counted = await correctStock(shop, actor, { variantId: variantIn(params.variantId), ...form.data }).catch(refusalToHttp);
    if ('status' in counted) return fail(counted.status, { count: formProblem(counted.message) });
    return { said: afterCount(counted) };
  },
  receive: async ({ locals: { shop, actor }, request, params }) => {
    const form = parseForm(Receive, await request.formData());
    if ('problems' in form) return fail(400, { receive: form.problems });
    const received = await receiveStock(shop, actor, { variantId: variantIn(params.variantId), ...form.data }).catch(refusalToHttp);
    if ('status' in received) return fail(received.status, { receive: formProblem(received.message) });
    return { said: afterDelivery(form.data.quantity, received) };
  },
  keep: async ({ locals: { shop, actor }, request, params }) => {
    const form = parseForm(Keep, await request.formData());
    if ('problems' in form) return fail(400, { keep: form.problems });
    const kept = await keepBack(shop, actor, { variantId: variantIn(params.variantId), ...form.data }).catch(refusalToHttp);
    if ('status' in kept) return fail(kept.status, { keep: formProblem(kept.message) });
    return { said: afterKeeping(kept) };
  },
  damage: async ({ locals: { shop, actor }, request, params }) => {
    const form = parseForm(Damage, await request.formData());
    if ('problems' in form) return fail(400, { damage: form.problems });
    const { units: quantity, fate, why, key: once } = form.data;
    const asked = { variantId: variantIn(params.variantId), quantity, fate, reason: why, key: once };
    const marked = await markDamaged(shop, actor, asked).catch(refusalToHttp);
    if ('status' in marked) return fail(marked.status, { damage: formProblem(marked.message) });
    return { said: afterFate(quantity, fate, marked) };
  }
};
