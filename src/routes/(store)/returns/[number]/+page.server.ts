import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { exchangeAtDesk } from '#db/queries/exchanges.ts';
import { orderPoints } from '#db/queries/loyalty.ts';
import { deskReturn, moneyOfReturn } from '#db/queries/return-desk.ts';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { returnOfNumber, type ReturnCase } from '#db/queries/returns.ts';
import { instrumentsOf } from '#db/queries/refunds.ts';
import { trackedReturn } from '#db/queries/tracked-returns.ts';
import type { KeptGoods } from '#lib/commerce/loyalty/points.ts';
import { payBackByHand } from '#lib/commerce/payments/pay-back-by-hand.server.ts';
import { takeMoreInCash } from '#lib/commerce/payments/take-more-in-cash.server.ts';
import { readCounterCode } from '#lib/commerce/payments/read-counter-code.server.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { acceptReturn } from '#lib/commerce/returns/accept-return.server.ts';
import { applyExchange } from '#lib/commerce/returns/apply-exchange.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { gradeReturn } from '#lib/commerce/returns/grade-return.server.ts';
import { mayApprove } from '#lib/commerce/returns/may-approve.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import { refundClock, stepsOfReturn } from '#lib/commerce/returns/return-steps.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atNode, maySeeOffice } from '#lib/commerce/stores/staff-policy.ts';
import { parseForm } from '#lib/server/parse.ts';
import { payMore } from '#lib/server/pay-more.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { deviceSecretFrom } from '#lib/server/staff-device.ts';
import { vouchByPin } from '#lib/server/vouch-by-pin.ts';
import { allowed } from '../../refused.ts';
import { cashFor, mayLieIn, toPayHere, vouchersHere } from './at-desk.ts';
import { gradesIn } from './grades.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor }, params, depends, cookies }) => {
  depends('store:return');
  const staff = allowed(() => atNode(actor, 'take-returns'));
  const { nodeId } = staff;
  const found = await caseOf(shop, params.number);
  const desk = await deskReturn(shop.db, found.id);
  const followed = await trackedReturn(shop.db, { orderId: found.orderId, returnId: found.id });
  if (!desk || !followed) throw new Error(`return ${found.id} has no order`);
  const at = shop.now();
  const [units, money, instruments, exchange, points] = await Promise.all([
    unitsOfReturn(shop.db, found.id),
    moneyOfReturn(shop.db, found.id),
    instrumentsOf(shop.db, found.orderId),
    exchangeAtDesk(shop.db, { returnId: found.id, nodeId }),
    orderPoints(shop.db, found.orderId)
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
    steps: stepsOfReturn(followed, at),
    clock: refundClock(followed, at),
    instruments,
    exchange,
    kept: points && keptOf(points),
    toPay: exchange?.state === 'awaiting_payment' ? await toPayHere(shop, found) : null,
    paid: followed.paid,
    surplus: found.state === 'requested' ? [] : await mayLieIn(shop, found),
    creditCode: await readCounterCode(shop, actor, found.orderId),
    mayDecide: maySeeOffice(actor) && mayApprove(actor, found),
    vouchers: await vouchersHere(shop, cookies, found),
    proof: found.proof,
    needsTwo: found.approval === 'two-people' && found.approvedOnceBy === null,
    cash: await cashFor(shop, staff, { found, money }),
    at,
    zone: MARKET.timeZone,
    /** Made with the form: the same press twice is one. */
    key: shop.newId()
  };
};

/** Of its points only what they are earned by: what its shopper has besides is not for a counter. */
const keptOf = ({ keptMinor, pointsPerMajor, minorPerMajor }: KeptGoods): KeptGoods => ({ keptMinor, pointsPerMajor, minorPerMajor });

async function caseOf(shop: App.Locals['shop'], number: string): Promise<ReturnCase> {
  const found = /^R-[0-9A-Z]{8}$/.test(number) ? await returnOfNumber(shop.db, number) : undefined;
  if (!found) error(404, { message: 'There is no return with this number.' });
  return found;
}

const Key = z.object({ key: z.string().min(1).max(200) });
const Received = z.object({ extra: z.string().trim().max(400, '400 characters at most.').default('') });
const Decision = z.object({ answer: z.enum(['yes', 'no']), reason: z.string().trim().max(400).default('') });
const Vouched = z.object({ userId: z.uuid(), pin: z.string().regex(/^\d{4,8}$/) });
const Cash = z.object({ refundId: z.uuid() });

const MoreCash = Key.extend({ seenMinor: z.coerce.number().int().min(1) });
const MoreCard = Key.extend({ card: z.string().trim().min(1).max(40) });
const OLD = 'This form is too old. Load the page again.';

const Surplus = Key.extend({ fulfilmentLineId: z.uuid(), quantity: z.coerce.number().int().min(1).max(1_000) });

const NO_PIN = 'Choose a manager and let them type their PIN.';
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
      const handsOut = form.has('hands-out');
      await takeBackAtCounter(event.locals.shop, event.locals.actor, { returnId, grades, handsOut, key });
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

  /** Another thing of the same order lay beside what was announced: it gets a return of its own. */
  surplus: async (event) => {
    const form = parseForm(Surplus, await event.request.formData());
    if ('problems' in form) return fail(422, { message: 'Say which thing it is, and how many.' });
    const { shop, actor } = event.locals;
    const { nodeId: dropNodeId } = allowed(() => atNode(actor, 'take-returns'));
    const { key, ...line } = form.data;
    const { id: surplusOf, orderId } = await caseOf(shop, event.params.number);
    const lines = [{ ...line, reason: 'other' as const, detail: '', words: '', photoIds: [] }];
    const how = { method: 'store' as const, to: 'original' as const, isKept: false, dropNodeId };
    const asked = await askForReturn(shop, actor, { orderId, lines, ...how, surplusOf, key }).catch(refusalToHttp);
    if ('status' in asked) return fail(asked.status, { message: `${asked.message} ${WRITE_IT}` });
    redirect(303, `/returns/${asked.number}`);
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

  /** A manager says yes with their PIN, at the device of whoever asked. */
  vouch: async (event) => {
    const form = parseForm(Vouched, await event.request.formData());
    if ('problems' in form) return fail(422, { vouch: NO_PIN });
    const { locals, cookies } = event;
    const secret = deviceSecretFrom(cookies) ?? '';
    const manager = await vouchByPin(locals.shop, locals.actor, { ...form.data, secret }).catch(refusalToHttp);
    if ('status' in manager) return fail(manager.status, { vouch: manager.message });
    return turned(event, async ({ id: returnId }) =>
      done(decideReturnCase(locals.shop, manager, { returnId, isApproved: true, reason: '' }))
    );
  },

  /** More cash than they may give: a manager says yes with their PIN. */
  'cash-vouch': async (event) => {
    const form = parseForm(Vouched.extend(Cash.shape), await event.request.formData());
    if ('problems' in form) return fail(422, { vouch: NO_PIN });
    const { refundId, ...given } = form.data;
    const { locals, cookies } = event;
    const manager = await vouchByPin(locals.shop, locals.actor, { ...given, secret: deviceSecretFrom(cookies) ?? '' }).catch(refusalToHttp);
    if ('status' in manager) return fail(manager.status, { vouch: manager.message });
    return turned(event, async () => done(payBackByHand(locals.shop, manager, { refundId })));
  },

  /** What comes instead costs more: counted here. */
  'more-cash': async (event) => {
    const form = parseForm(MoreCash, await event.request.formData());
    if ('problems' in form) return fail(400, { message: OLD });
    const { shop, actor } = event.locals;
    return turned(event, async ({ id: returnId }) => {
      await takeMoreInCash(shop, actor, { returnId, ...form.data });
      return done(applyExchange(shop, actor, { returnId }));
    });
  },

  /** Or asked of the card that is held to the terminal. After a no the same form tries another. */
  'more-card': async (event) => {
    const form = parseForm(MoreCard, await event.request.formData());
    if ('problems' in form) return fail(422, { message: 'Type the number of the card.' });
    return turned(event, async (found) => payByCard(event.locals, found, form.data));
  },

  cash: async (event) => {
    const form = parseForm(Cash, await event.request.formData());
    if ('problems' in form) return fail(400, { message: OLD });
    return turned(event, async () => done(payBackByHand(event.locals.shop, event.locals.actor, form.data)));
  }
};

const WRITE_IT = 'Write it down as what else lies in it: a person of the office sees to it.';

type Paying = z.infer<typeof MoreCard>;

async function payByCard({ shop, actor }: App.Locals, { id: returnId, orderId }: ReturnCase, { card, key }: Paying) {
  await limited(shop, LIMITS.payByOrder, orderId);
  const orderKey = shop.keys.make('order', orderId);
  const handle = card.replaceAll(/[\s-]/g, '');
  const { outcome } = await payMore(shop, actor, { orderKey, changeId: returnId, handle, key, returnUrl: `/orders/${orderKey}` });
  if (outcome === 'captured') return done(applyExchange(shop, actor, { returnId }));
  return outcome === 'declined' ? 'The bank said no. Nothing was taken. Try another card, or take cash.' : NOT_YET;
}

const NOT_YET = 'The bank has not said yes yet. Wait a moment: this page goes on by itself.';

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
