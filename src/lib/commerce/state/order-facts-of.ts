import type { OrderFacts, Stated } from './order-facts.ts';
import { oursAs, type Ours } from './judge.ts';
import { givenOf } from './record-text.ts';
import { recordName } from './state-issue.ts';
import type { RecordType, StateRecord } from './state-record.ts';

export type OfOrder = Extract<RecordType, 'order' | 'shipment' | 'payment' | 'refund' | 'credit' | 'return' | 'change'>;
export const ofOrder = ['order', 'shipment', 'payment', 'refund', 'credit', 'return', 'change'] as const satisfies OfOrder[];

export type Line = { line: number; our_id: string; body: StateRecord; left_out: string[]; kept: Record<string, unknown> };
export type OursOfOrder = Ours & { our_id: string; type: OfOrder };

/**
 * All that is said of one order: what the shop has, with the words of the file in place of ours. Parcels that an earlier import made up for
 * units without any give way to those of this file. Undefined without the order itself.
 */
export function factsOf(lines: Line[], ours: OursOfOrder[], isMadeUp: (id: string) => boolean): OrderFacts | undefined {
  const said = new Map(
    lines.map(({ line, our_id, body, left_out, kept }) => [
      `${body.type}/${our_id}`,
      { leftOut: left_out, ...stated(our_id, { line, record: body, kept }) }
    ])
  );
  const adds = lines.some(({ body, our_id }) => body.type === 'shipment' && !ours.some((our) => our.our_id === our_id));
  const had = ours.flatMap((our) => {
    const key = `${our.type}/${our.our_id}`;
    const record = oursAs(our.type, our);
    const theirs = said.get(key);
    said.delete(key);
    if (theirs) {
      const given = givenOf(theirs.record, theirs.leftOut);
      return [{ ...theirs, record: { ...record, ...given } as StateRecord, kept: { ...our.kept, ...theirs.kept } }];
    }
    if (adds && our.type === 'shipment' && isMadeUp(our.our_id)) return [];
    return [stated(our.our_id, { line: 0, record, kept: our.kept })];
  });
  const all = [...had, ...said.values()];
  const of = <Type extends OfOrder>(type: Type) => all.filter(({ record }) => record.type === type) as Stated<Type>[];
  const [order] = of('order');
  if (!order) return undefined;
  const money = { payments: of('payment'), refunds: of('refund'), credits: of('credit') };
  return { order, shipments: of('shipment'), ...money, returns: of('return'), changes: of('change') };
}

const stated = (id: string, { line, record, kept }: { line: number; record: StateRecord; kept: Record<string, unknown> }) => ({
  id,
  spot: { line, record: recordName(record) },
  record,
  kept
});
