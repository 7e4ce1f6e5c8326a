import type { DerivedOrder, DerivedReturn, DerivedReturnUnit } from './order-facts.ts';
import type { Told } from './told.ts';

type Body = Told['event'];
type Line = DerivedReturn['lines'][number];

/** What happened to a return, as the shop would have written it down. */
export function ofReturn(returned: DerivedReturn, { currency }: DerivedOrder): Told[] {
  return [...asked(returned), ...underWay(returned), ...looked(returned), ...ended(returned, currency), ...laid(returned)];
}

const told = (rank: number, at: string, event: Body, isInferred = false): Told => ({ at, rank: 10 + rank, event, isInferred });

function asked({ id: returnId, record, state, lines, goodsMinor, refundDueAt, dropNodeId, policy }: DerivedReturn): Told[] {
  const { method, approved_at } = record;
  const request: Body = {
    type: 'return.requested',
    returnId,
    number: record.number ?? '',
    units: lines.map(({ variantId, units, line }) => ({ variantId, quantity: units.length, reason: line.reason })),
    method,
    to: record.refund_to,
    trigger: record.trigger,
    goodsMinor,
    refundDueAt,
    policy: policy as never
  };
  const by = record.approval === 'rule' ? ('rule' as const) : ('person' as const);
  const approval: Body = { type: 'return.approved', returnId, by, method, isKept: record.kept, nodeId: dropNodeId };
  const isDeclined = state === 'declined';
  return [
    told(0, record.asked_at, request),
    ...(approved_at ? [told(1, approved_at, approval)] : []),
    // When it was declined is not carried.
    ...(isDeclined ? [told(1, record.asked_at, { type: 'return.declined', returnId, reason: record.reason_declined }, true)] : [])
  ];
}

function underWay({ id: returnId, record, cameToNodeId, dropNodeId }: DerivedReturn): Told[] {
  const labels = record.travels.flatMap(({ booked_at, tracking_number }) =>
    booked_at ? [told(2, booked_at, { type: 'return.label_issued', returnId, trackingNumber: tracking_number ?? '' })] : []
  );
  const scans = record.travels
    .flatMap(({ tracking }) => tracking)
    .map(({ status, detail, message, city, at }, index) => {
      const scan = { status, detail, message, city, occurredAt: at, isFirst: index === 0, nodeId: dropNodeId };
      return told(3, at, { type: 'return.scanned', returnId, ...scan });
    });
  const isGivenIn = record.handed_over_at && cameToNodeId !== null && scans.length === 0;
  const givenIn = isGivenIn ? [told(3, record.handed_over_at ?? '', { type: 'return.dropped_off', returnId, nodeId: cameToNodeId })] : [];
  return [...labels, ...scans, ...givenIn];
}

/** Units that came or were looked at together are one fact. */
function looked({ id: returnId, lines, cameToNodeId }: DerivedReturn): Told[] {
  const units = lines.flatMap((line) => line.units.map((unit) => ({ unit, line })));
  const came = [...byTime(units, ({ unit }) => unit.receivedAt)];
  const received = came.map(([when, some], index) => {
    const isAll = index === came.length - 1 && units.every(({ unit }) => unit.receivedAt !== null);
    return told(4, when, { type: 'return.received', returnId, nodeId: nodeOf(some) ?? cameToNodeId ?? '', units: some.length, isAll });
  });
  const graded = [...byTime(units, ({ unit }) => unit.gradedAt)].map(([when, some]) => {
    const fates = some.flatMap(({ unit: { disposition }, line }) =>
      disposition === null ? [] : [{ variantId: line.variantId, disposition }]
    );
    return told(5, when, { type: 'return.graded', returnId, nodeId: nodeOf(some) ?? cameToNodeId ?? '', units: fates });
  });
  return [...received, ...graded];
}

type Unit = { unit: DerivedReturnUnit; line: Line };
const nodeOf = (some: Unit[]): string | null => some.find(({ unit }) => unit.nodeId !== null)?.unit.nodeId ?? null;

function byTime(units: Unit[], when: (unit: Unit) => string | null): [string, Unit[]][] {
  const known = units.filter((unit) => when(unit) !== null);
  return [...Map.groupBy(known, (unit) => when(unit) ?? '')].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function ended({ id: returnId, record, state, endedAt, goodsMinor, bringingMinor, feeMinor }: DerivedReturn, currency: string): Told[] {
  const amountMinor = goodsMinor + bringingMinor - feeMinor;
  const settled = record.settled_at ? [told(6, record.settled_at, { type: 'return.settled', returnId, amountMinor, currency })] : [];
  if (endedAt === null) return settled;
  const isInferred = !record.ended_at;
  if (state === 'cancelled') return [...settled, told(7, endedAt, { type: 'return.cancelled', returnId }, isInferred)];
  if (state === 'expired') return [...settled, told(7, endedAt, { type: 'return.expired', returnId }, isInferred)];
  return [...settled, told(7, endedAt, { type: 'return.closed', returnId }, isInferred)];
}

const laid = ({ id: returnId, record, issues, refundDueAt }: DerivedReturn): Told[] => [
  ...record.issues.map(({ kind, at: when }, index) =>
    told(8, when, { type: 'return.issue_opened', returnId, issueId: issues[index]?.id ?? '', kind })
  ),
  ...(record.overdue_told ? [told(8, refundDueAt, { type: 'return.overdue', returnId, refundDueAt })] : [])
];
