import { NO_EFFECT } from '../order-change/change-effect.ts';
import type { ChangeWish } from '../order-change/wish.ts';
import { Wish } from '../order-change/wish-schema.ts';
import type { DerivedChange, DerivedOrder, Find, OrderFacts, Stated } from './order-facts.ts';

type Changed = Pick<DerivedOrder, 'lines' | 'parcels' | 'payments'> & { facts: OrderFacts; find: Find };
type Said = Stated<'change'>['record'];
type Found = (finding: Parameters<Find>[1]) => void;

/** What was changed about an order. It says why its lines, parcels and money are as they are, and what can still be taken back. */
export const deriveChanges = (changed: Changed): DerivedChange[] =>
  changed.facts.changes.map(({ id, spot, record }) => {
    const found: Found = (finding) => changed.find(spot, finding);
    const { placed_at } = changed.facts.order.record;
    if (record.at < placed_at)
      found({ code: 'out_of_order', pointer: '/at', value: record.at, message: `The order was placed later, at ${placed_at}.` });
    const state = record.state ?? (record.undo ? 'confirmed' : 'settled');
    checkUndo(changed, { ...record, state }, found);
    if (state === 'awaiting_payment') checkAwaited(changed, { id, record }, found);
    const paid = changed.payments.find(({ change }) => change?.id === id);
    return {
      id,
      record,
      state,
      wish: { ...(record.kind === 'cancel' && { units: null, reason: 'other' }), ...record.wish, kind: record.kind },
      effect: { ...NO_EFFECT, ...record.effect, dates: datesOf(record), kind: record.kind },
      undo: undoOf(record),
      endedAt: endOf(record, state),
      isPaidFirst: paid !== undefined,
      payBy: paid?.change?.payBy ?? null
    };
  });

const endOf = ({ at, undo_until, ended_at }: Said, state: DerivedChange['state']): string | null =>
  state === 'confirmed' || state === 'awaiting_payment' ? null : (ended_at ?? undo_until ?? at);

/** What is nothing is left out of a file. */
const datesOf = ({ effect }: Said): object[] => (effect?.dates ?? []).map((date) => ({ was: null, is: null, ...(date as object) }));

function undoOf({ undo }: Said): object | null {
  if (!undo) return null;
  const { ended, before, swap, sent } = undo;
  return {
    ended: ended.map(({ parcelId, from }) => ({ parcelId, from: from ?? null })),
    before,
    ...(swap && { swap }),
    ...(sent && {
      sent: {
        contact: sent.contact ?? null,
        address: sent.address ?? null,
        parcels: sent.parcels.map((parcel) => ({ ...parcel, nodeId: parcel.nodeId ?? null, promise: parcel.promise ?? null }))
      }
    })
  };
}

/** What can still be taken back must be of this order: its parcels, and its line. Of what was taken back the line is gone. */
function checkUndo({ lines, parcels }: Changed, { undo, undo_until, state }: Said, found: Found): void {
  if (Boolean(undo) !== Boolean(undo_until))
    found({ code: 'bad_value', pointer: '/undo_until', message: 'Give what takes it back and until when, or neither.' });
  if (!undo || state !== 'confirmed') return;
  const own = new Set([...parcels, ...lines].map(({ id }) => id));
  const named = [
    ...undo.ended.flatMap(({ parcelId, from }) => [parcelId, from]),
    undo.swap?.orderLineId,
    ...(undo.sent?.parcels ?? []).map(({ parcelId }) => parcelId)
  ];
  const strange = named.find((id) => id && !own.has(id));
  if (strange) found({ code: 'unknown_line', pointer: '/undo', value: strange, message: 'This is no parcel and no line of the order.' });
}

const isAwaitable = (wish: ChangeWish, lines: Changed['lines']): boolean =>
  wish.kind === 'payment' || (wish.kind === 'swap' && lines.some(({ id }) => id === wish.orderLineId));

/** What still waits for its money is made by the same words as here. */
function checkAwaited({ lines, payments }: Changed, { id, record }: { id: string; record: Said }, found: Found): void {
  const wish = Wish.safeParse(record.wish);
  if (!wish.success || !isAwaitable(wish.data, lines)) {
    found({
      code: 'bad_value',
      pointer: '/wish',
      message: 'What waits for its money is a swap (of which line, for which variant, how many, paid how) or another way to pay.'
    });
  }
  if (payments.some(({ change }) => change?.id === id)) return;
  found({
    code: 'dangling',
    pointer: '/state',
    value: record.state,
    message: 'It waits for a payment, and no payment is for this change.'
  });
}
