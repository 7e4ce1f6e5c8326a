import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { deskReturn, moneyOfReturn } from '#db/queries/return-desk.ts';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { returnOfNumber, type ReturnCase } from '#db/queries/returns.ts';
import { instrumentsOf } from '#db/queries/refunds.ts';
import { trackedReturn } from '#db/queries/tracked-returns.ts';
import { payBackByHand } from '#lib/commerce/payments/pay-back-by-hand.server.ts';
import { readCounterCode } from '#lib/commerce/payments/read-counter-code.server.ts';
import { acceptReturn } from '#lib/commerce/returns/accept-return.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { gradeReturn } from '#lib/commerce/returns/grade-return.server.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import { refundClock, stepsOfReturn } from '#lib/commerce/returns/return-steps.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atNode, mayGiveCash, maySeeOffice } from '#lib/commerce/stores/staff-policy.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../refused.ts';
import { gradesIn } from './grades.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor }, params, depends }) => {
  depends('store:return');
  const { nodeId } = allowed(() => atNode(actor, 'take-returns'));
  const found = await caseOf(shop, params.number);
  const desk = await deskReturn(shop.db, found.id);
  const followed = await trackedReturn(shop.db, { orderId: found.orderId, returnId: found.id });
  if (!desk || !followed) throw new Error(`return ${found.id} has no order`);
  const at = shop.now();
  const [units, money, instruments] = await Promise.all([
    unitsOfReturn(shop.db, found.id),
    moneyOfReturn(shop.db, found.id),
    instrumentsOf(shop.db, found.orderId)
  ]);
  const { number, state, method, to, trigger, currency, keepPercent, goodsMinor, bringingMinor, feeMinor, bonusPercent, refundDueAt } =
    found;
  return {
    heardKey: shop.keys.make('heard', found.orderId),
    found: { number, state, method, to, refundDueAt, isOwed: found.owedAt !== null, currency, bonusPercent },
    said: { trigger, keepPercent, goodsMinor, bringingMinor, feeMinor },
    desk,
    units: units.map((unit) => ({ ...unit, isElsewhere: unit.nodeId !== null && unit.nodeId !== nodeId })),
    money,
    steps: stepsOfReturn(followed),
    clock: refundClock(followed, at),
    instruments,
    creditCode: await readCounterCode(shop, actor, found.orderId),
    mayDecide: maySeeOffice(actor) && found.approvedOnceBy !== actor.userId,
    needsTwo: found.approval === 'two-people' && found.approvedOnceBy === null,
    mayGiveCash: mayGiveCash(actor),
    at,
    zone: MARKET.timeZone,
    /** Made with the form: the same press twice is one. */
    key: shop.newId()
  };
};

async function caseOf(shop: App.Locals['shop'], number: string): Promise<ReturnCase> {
  const found = /^R-[0-9A-Z]{8}$/.test(number) ? await returnOfNumber(shop.db, number) : undefined;
  if (!found) error(404, { message: 'There is no return with this number.' });
  return found;
}

const Key = z.object({ key: z.string().min(1).max(200) });
const Received = z.object({ extra: z.string().trim().max(400, '400 characters at most.').default('') });
const Decision = z.object({ answer: z.enum(['yes', 'no']), reason: z.string().trim().max(400).default('') });
const Cash = z.object({ refundId: z.uuid() });

const EACH = 'Say of each thing what becomes of it.';

export const actions: Actions = {
  /** All of it at once, while its shopper stands there. */
  take: async (event) => {
    const form = await event.request.formData();
    const { key } = Key.parse(Object.fromEntries(form));
    return turned(event, async ({ id: returnId }) => {
      const units = await unitsOfReturn(event.locals.shop.db, returnId);
      const grades = gradesIn(
        form,
        units.map(({ id }) => id)
      );
      if (grades.length < units.length) return EACH;
      await takeBackAtCounter(event.locals.shop, event.locals.actor, { returnId, grades, key });
      return undefined;
    });
  },

  accept: async (event) => turned(event, async ({ id }) => done(acceptReturn(event.locals.shop, event.locals.actor, { returnId: id }))),

  receive: async (event) => {
    const data = await event.request.formData();
    const form = parseForm(Received, data);
    if ('problems' in form) return fail(422, { message: form.problems.fields['extra'] ?? '400 characters at most.' });
    const unitIds = data.getAll('unit').filter((id): id is string => z.uuid().safeParse(id).success);
    const input = { unitIds, isAll: data.has('all'), extra: form.data.extra };
    if (unitIds.length === 0 && !input.isAll) return fail(422, { message: 'Say what came, or that nothing more will.' });
    return turned(event, async ({ id }) => done(receiveReturn(event.locals.shop, event.locals.actor, { returnId: id, ...input })));
  },

  grade: async (event) => {
    const form = await event.request.formData();
    return turned(event, async ({ id: returnId }) => {
      const units = await unitsOfReturn(event.locals.shop.db, returnId);
      const grades = gradesIn(
        form,
        units.filter(({ disposition }) => disposition === null).map(({ id }) => id)
      );
      if (grades.length === 0) return EACH;
      await gradeReturn(event.locals.shop, event.locals.actor, { returnId, grades });
      return undefined;
    });
  },

  decide: async (event) => {
    const form = parseForm(Decision, await event.request.formData());
    if ('problems' in form) return fail(422, { message: 'Say yes, or no with a reason.' });
    const { answer, reason } = form.data;
    if (answer === 'no' && reason === '') return fail(422, { message: 'Say why not, in words that its shopper can read.' });
    const input = { isApproved: answer === 'yes', reason };
    return turned(event, async ({ id }) => done(decideReturnCase(event.locals.shop, event.locals.actor, { returnId: id, ...input })));
  },

  cash: async (event) => {
    const form = parseForm(Cash, await event.request.formData());
    if ('problems' in form) return fail(400, { message: 'This form is too old. Load the page again.' });
    return turned(event, async () => done(payBackByHand(event.locals.shop, event.locals.actor, form.data)));
  }
};

async function done(act: Promise<void>): Promise<undefined> {
  await act;
}

/** Runs one step of the return; an answer in words is a problem of the form. */
async function turned({ locals: { shop, actor }, params }: RequestEvent, act: (found: ReturnCase) => Promise<string | undefined>) {
  allowed(() => atNode(actor, 'take-returns'));
  const found = await caseOf(shop, params.number);
  const told = await act(found).catch(refusalToHttp);
  if (typeof told === 'string') return fail(422, { message: told });
  if (told) return fail(told.status, { message: told.code === 'not-allowed' ? MOVED : told.message });
  redirect(303, `/returns/${found.number}`);
}

const MOVED = 'Somebody was faster: this return is further by now. Look at it as it is.';
