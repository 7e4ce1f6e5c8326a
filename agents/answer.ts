import type { PolicyMark } from '#lib/commerce/policies/policy.ts';
import type { PolicyNo } from '#lib/commerce/policies/obey.ts';
import { isRefusal, type RefusalCode } from '#lib/kernel/refusal.ts';
import type { Ground } from './tools/tool.ts';

/**
 * What becomes of a call. `needs_approval`: nothing has happened; with `confirm` its shopper has to press the button on `action`, with `staff` one
 * of us says yes as well. `rule`: which sentence of which policy decided.
 */
export type Answer = {
  decision: 'done' | 'refused' | 'needs_approval';
  code: RefusalCode | 'confirm' | 'staff' | null;
  rule: PolicyMark | null;
  effect: object | null;
  facts: Ground[];
  action?: { id: string; hash: string; expiresAt: string };
  /** Of what is proposed: the money that leaves the shop, and whether one of us says yes as well. */
  amountMinor?: number;
  needsStaff?: boolean;
};

export type No = { code: RefusalCode; detail: string; rule: PolicyMark | null; open: readonly string[] };

/** A "no" of the house; what is none is a fault, and thrown on. */
export function noOf(fault: unknown): No {
  if (!isRefusal(fault)) throw fault;
  const note = fault.note as PolicyNo | undefined;
  return { code: fault.code, detail: fault.message, rule: note?.by ?? null, open: note?.open ?? [] };
}

/** The same for an unknown thing and somebody else's: neither says more than its code. */
export function refused({ code, detail, rule, open }: No): Answer {
  const said = detail === code || code === 'not-found' ? {} : { detail };
  const effect = code === 'not-found' || (detail === code && open.length === 0) ? null : { ...said, open };
  return { decision: 'refused', code, rule, effect, facts: [] };
}
