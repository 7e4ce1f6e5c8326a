import { sql, type Updateable } from 'kysely';
import type { PolicyMark, RefundTrigger, ReturnMethod, ReturnReason } from '#lib/commerce/policies/policy.ts';
import type { ExchangeState } from '#lib/commerce/returns/exchange/exchange.machine.ts';
import type { Proof } from '#lib/commerce/returns/receipt-search.ts';
import type { ReturnState } from '#lib/commerce/returns/return.machine.ts';
import type { Db, Tx } from '../client.ts';
import type { ReturnCaseTable } from '../schema/returns.ts';

export type NewReturn = {
  id: string;
  number: string;
  orderId: string;
  state: ReturnState;
  channel: string;
  method: ReturnMethod;
  to: 'original' | 'store-credit' | 'exchange';
  trigger: RefundTrigger;
  approval: 'rule' | 'person' | 'two-people';
  proof: Proof;
  askedBy: string | null;
  keepPercent: number | null;
  currency: string;
  goodsMinor: number;
  bringingMinor: number;
  feeMinor: number;
  bonusPercent: number;
  policy: PolicyMark;
  exchangeState: ReturnCase['exchangeState'];
  exchangeMoreMinor: number;
  dropNodeId: string | null;
  at: Date;
  approvedAt: Date | null;
  sendBy: Date;
  refundDueAt: Date;
  lines: NewReturnLine[];
};
export type NewReturnLine = {
  id: string;
  fulfilmentLineId: string;
  orderLineId: string;
  variantId: string;
  unitPriceMinor: number;
  reason: ReturnReason;
  detail: string;
  words: string;
  exchange: { variantId: string; unitPriceMinor: number } | null;
  unitIds: string[];
};

/** False when one of its units is claimed by another return: of two at once the second finds that out here. */
export async function insertReturn(tx: Tx, made: NewReturn): Promise<boolean> {
  await tx
    .insertInto('return_case')
    .values({
      id: made.id,
      number: made.number,
      order_id: made.orderId,
      state: made.state,
      channel: made.channel,
      method: made.method,
      refund_to: made.to,
      trigger: made.trigger,
      approval: made.approval,
      proof: made.proof,
      asked_by: made.askedBy,
      is_kept: made.keepPercent !== null,
      keep_percent: made.keepPercent ?? 100,
      currency: made.currency,
      goods_minor: made.goodsMinor,
      bringing_minor: made.bringingMinor,
      fee_minor: made.feeMinor,
      bonus_percent: made.bonusPercent,
      policy: JSON.stringify(made.policy),
      exchange_state: made.exchangeState,
      exchange_more_minor: made.exchangeMoreMinor,
      drop_node_id: made.dropNodeId,
      came_to_node_id: null,
      asked_at: made.at,
      approved_at: made.approvedAt,
      send_by: made.sendBy,
      refund_due_at: made.refundDueAt
    })
    .execute();
  for (const [index, line] of made.lines.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- a handful of lines, each with its units in one statement
    if (!(await insertLine(tx, made.id, { ...line, place: index + 1 }))) return false;
  }
  return true;
}

/** Takes the lowest units of its line that no other return has. */
async function insertLine(tx: Tx, returnId: string, line: NewReturnLine & { place: number }): Promise<boolean> {
  await tx
    .insertInto('return_line')
    .values({
      id: line.id,
      return_id: returnId,
      place: line.place,
      fulfilment_line_id: line.fulfilmentLineId,
      order_line_id: line.orderLineId,
      variant_id: line.variantId,
      quantity: line.unitIds.length,
      unit_price_minor: line.unitPriceMinor,
      reason: line.reason,
      detail: line.detail,
      words: line.words,
      exchange_variant_id: line.exchange?.variantId ?? null,
      exchange_unit_price_minor: line.exchange?.unitPriceMinor ?? null
    })
    .execute();
  const { numAffectedRows } = await sql`
    insert into return_unit (id, return_id, return_line_id, fulfilment_line_id, unit)
    select i.id, ${returnId}, ${line.id}, ${line.fulfilmentLineId}, free.unit
    from (select id, row_number() over () as n from unnest(${line.unitIds}::uuid[]) id) i
    join (
      select n as unit, row_number() over (order by n) as n
      from fulfilment_line l, generate_series(1, l.quantity) n
      where l.id = ${line.fulfilmentLineId} and not exists (
        select from return_unit u where u.fulfilment_line_id = l.id and u.unit = n and u.is_claimed)) free on free.n = i.n
    on conflict (fulfilment_line_id, unit) where is_claimed do nothing`.execute(tx);
  return Number(numAffectedRows) === line.unitIds.length;
}

export type ReturnCase = {
  id: string;
  number: string;
  orderId: string;
  state: ReturnState;
  method: ReturnMethod;
  to: 'original' | 'store-credit' | 'exchange';
  trigger: RefundTrigger;
  approval: 'rule' | 'person' | 'two-people';
  isKept: boolean;
  keepPercent: number;
  currency: string;
  goodsMinor: number;
  bringingMinor: number;
  feeMinor: number;
  bonusPercent: number;
  policy: PolicyMark;
  exchangeState: Exclude<ExchangeState, 'asked'> | null;
  /** What the new thing costs on top of what comes back. */
  exchangeMoreMinor: number;
  dropNodeId: string | null;
  isAppealed: boolean;
  approvedOnceBy: string | null;
  proof: Proof;
  askedBy: string | null;
  askedAt: Date;
  sendBy: Date;
  refundDueAt: Date;
  isOverdueTold: boolean;
  handedOverAt: Date | null;
  owedAt: Date | null;
  version: number;
};

const CASE = [
  'id',
  'number',
  'order_id as orderId',
  'state',
  'method',
  'refund_to as to',
  'trigger',
  'approval',
  'is_kept as isKept',
  'keep_percent as keepPercent',
  'currency',
  'goods_minor as goodsMinor',
  'bringing_minor as bringingMinor',
  'fee_minor as feeMinor',
  'bonus_percent as bonusPercent',
  'policy',
  'exchange_state as exchangeState',
  'exchange_more_minor as exchangeMoreMinor',
  'drop_node_id as dropNodeId',
  'is_appealed as isAppealed',
  'approved_once_by as approvedOnceBy',
  'proof',
  'asked_by as askedBy',
  'asked_at as askedAt',
  'send_by as sendBy',
  'refund_due_at as refundDueAt',
  'is_overdue_told as isOverdueTold',
  'handed_over_at as handedOverAt',
  'owed_at as owedAt',
  'version'
] as const;

/** Under its order's lock it needs none of its own. */
export async function findReturn(db: Db | Tx, id: string): Promise<ReturnCase | undefined> {
  return db.selectFrom('return_case').select(CASE).where('id', '=', id).executeTakeFirst();
}

export async function returnOfNumber(db: Db | Tx, number: string): Promise<ReturnCase | undefined> {
  return db.selectFrom('return_case').select(CASE).where('number', '=', number).executeTakeFirst();
}

export type ReturnChange = Partial<{
  exchangeState: NonNullable<ReturnCase['exchangeState']>;
  state: ReturnState;
  approvedAt: Date;
  approvedOnceBy: string | null;
  reasonDeclined: string;
  isAppealed: boolean;
  appealWords: string;
  method: ReturnMethod;
  feeMinor: number;
  dropNodeId: string | null;
  cameToNodeId: string;
  sendBy: Date;
  handedOverAt: Date;
  refundDueAt: Date;
  isOverdueTold: boolean;
  owedAt: Date;
  settledAt: Date;
  endedAt: Date;
}>;

const COLUMN: Record<keyof ReturnChange, keyof Updateable<ReturnCaseTable>> = {
  exchangeState: 'exchange_state',
  state: 'state',
  approvedAt: 'approved_at',
  approvedOnceBy: 'approved_once_by',
  reasonDeclined: 'reason_declined',
  isAppealed: 'is_appealed',
  appealWords: 'appeal_words',
  method: 'method',
  feeMinor: 'fee_minor',
  dropNodeId: 'drop_node_id',
  cameToNodeId: 'came_to_node_id',
  sendBy: 'send_by',
  handedOverAt: 'handed_over_at',
  refundDueAt: 'refund_due_at',
  isOverdueTold: 'is_overdue_told',
  owedAt: 'owed_at',
  settledAt: 'settled_at',
  endedAt: 'ended_at'
};

export async function moveReturn(tx: Tx, id: string, change: ReturnChange): Promise<void> {
  const named = Object.entries(change).map(([name, value]) => [COLUMN[name as keyof ReturnChange], value] as const);
  await tx
    .updateTable('return_case')
    .set((eb) => ({ ...Object.fromEntries(named), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}
