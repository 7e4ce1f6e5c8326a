import { MARKET } from '../stores/market.ts';
import { decideCancel } from './decide-cancel.ts';
import { decideReturn, type ReturnPlan } from './decide-return.ts';
import type { PastCancel, PastRequest, PastReturn } from './past-requests.ts';
import type { Policy, PolicyCode } from './policy.ts';

/** What becomes of a request. `plan`: what a return gives and how. */
export type Outcome = { code: PolicyCode | null; plan: ReturnPlan | null };
export type Differing = { number: string; kind: PastRequest['kind']; at: Date; before: Outcome; after: Outcome };
/** `newlyNo` and `newlyYes`: of the same request the other was said; `otherwise`: yes both times, but not the same. */
export type TriedKind = { asked: number; newlyNo: number; newlyYes: number; otherwise: number };
export type TriedPolicy = Record<PastRequest['kind'], TriedKind> & { differing: Differing[] };

const MOST_SHOWN = 50;

/** Every past request decided again by the policy that its order has, and by the draft. */
export function tryPolicy(past: readonly PastRequest[], draft: Policy): TriedPolicy {
  const tried = past.map((request) => ({
    number: request.number,
    kind: request.kind,
    at: request.at,
    before: decide(request, request.policy),
    after: decide(request, draft)
  }));
  const of = (kind: PastRequest['kind']): TriedKind => countOf(tried.filter((one) => one.kind === kind));
  return { cancel: of('cancel'), return: of('return'), differing: tried.filter(differs).slice(0, MOST_SHOWN) };
}

function countOf(tried: readonly Differing[]): TriedKind {
  const count = (is: (one: Differing) => boolean): number => tried.filter(is).length;
  return {
    asked: tried.length,
    newlyNo: count(({ before, after }) => before.code === null && after.code !== null),
    newlyYes: count(({ before, after }) => before.code !== null && after.code === null),
    otherwise: count((one) => one.before.code === null && one.after.code === null && differs(one))
  };
}

const differs = ({ before, after }: Differing): boolean => JSON.stringify(before) !== JSON.stringify(after);

const decide = (request: PastRequest, policy: Policy): Outcome =>
  request.kind === 'cancel' ? decideOneCancel(request, policy) : decideOneReturn(request, policy);

function decideOneCancel({ states, itemChanges, reason }: PastCancel, policy: Policy): Outcome {
  const parcels = states.map((state, at) => {
    const id = String(at);
    return { id, state, method: 'ship' as const, lines: [{ fulfilmentLineId: id, orderLineId: id, quantity: 1, title: '' }] };
  });
  const ruling = decideCancel(policy, { life: 'confirmed', itemChanges, parcels }, { units: null, reason });
  return { code: ruling.allowed ? null : ruling.code, plan: null };
}

function decideOneReturn(request: PastReturn, policy: Policy): Outcome {
  const lines = request.lines.map((line) => ({
    ...line,
    orderLineId: line.fulfilmentLineId,
    variantId: '',
    productId: '',
    claimed: 0,
    handedOverAt: line.deliveredAt
  }));
  // What was exchanged is tried as what came back for money.
  const order = { ...request, exchanges: 0, lines, timeZone: MARKET.timeZone };
  const units = request.lines.map(({ fulfilmentLineId, quantity, reason, hasPhoto }) => ({ fulfilmentLineId, quantity, reason, hasPhoto }));
  const { method, to, isKept, at } = request;
  const ruling = decideReturn(policy, order, { units, method, to, isKept }, at);
  return ruling.allowed ? { code: null, plan: ruling.plan } : { code: ruling.code, plan: null };
}
