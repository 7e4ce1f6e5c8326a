import type { DerivedChange, DerivedOrder } from './order-facts.ts';
import type { Told } from './told.ts';

/** What the changes of an order write. Who of us made one is not carried, only that it was not its shopper. */
export const changeRows = ({ id: orderId, changes }: DerivedOrder) => ({
  order_change: changes.map(({ id, record, state, wish, effect, undo, endedAt }) => ({
    id,
    order_id: orderId,
    kind: record.kind,
    state,
    wish,
    effect,
    undo,
    policy: record.policy ?? null,
    reason: record.reason,
    actor: { role: record.by === 'shopper' ? 'shopper' : 'system' },
    at: record.at,
    undo_until: record.undo_until ?? null,
    ended_at: endedAt,
    undone_by: state === 'undone' ? { role: 'system' } : null
  }))
});

/** The same as it was told. When one that had to be paid first was made is not carried. */
export function ofChange({ id: changeId, record, state, effect, endedAt, isPaidFirst, payBy }: DerivedChange): Told[] {
  const { kind, at, reason, undo_until } = record;
  const of = { changeId, kind };
  const policy = (record.policy ?? null) as never;
  const told = (rank: number, when: string, event: Told['event'], isInferred = false): Told => ({ at: when, rank, event, isInferred });
  const asked: Told['event'] = { type: 'change.asked', ...of, effect: effect as never, policy, payBy: payBy ?? at };
  const made: Told['event'] = { type: 'change.made', ...of, reason, effect: effect as never, policy, undoUntil: undo_until ?? null };
  const isMade = state === 'confirmed' || state === 'settled' || state === 'undone';
  return [
    ...(isPaidFirst ? [told(1, at, asked)] : []),
    ...(isMade ? [told(1.5, at, made, isPaidFirst)] : []),
    ...(endedAt === null ? [] : [told(9.5, endedAt, { type: ENDS[state as keyof typeof ENDS], ...of }, !record.ended_at)])
  ];
}

const ENDS = { undone: 'change.undone', settled: 'change.settled', lapsed: 'change.lapsed' } as const;
