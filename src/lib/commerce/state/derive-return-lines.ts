import type { Disposition, ReturnState } from '../returns/return.machine.ts';
import { placeOf } from './line-id.ts';
import type { DerivedParcel, DerivedReturnLine, DerivedReturnUnit, Deriving, Find, OrderFacts } from './order-facts.ts';
import { resolved } from './references.ts';
import { RANK, type Said } from './return-state.ts';

type Line = { place: number; variantId: string; unitPriceMinor: number };
/** What returns of an order are derived with. */
export type Coming = { facts: OrderFacts; lines: Line[]; parcels: DerivedParcel[]; deriving: Deriving; find: Find };
type SaidLine = Said['lines'][number];
type SaidUnit = SaidLine['units'][number];

/** What parcels may hold that comes back: what was sent. */
const SENT: ReadonlySet<string> = new Set(['shipped', 'closed', 'collected']);

type Whole = { id: string; record: Said; state: ReturnState; owedAt: string | null };
type Part = { line: Said['lines'][number]; index: number; taken: Set<string>; found: (finding: Parameters<Find>[1]) => void };

/** A line of a return with its units. None where the file says what cannot be, which is found as an error. */
export function deriveReturnLine(coming: Coming, whole: Whole, { line, index, taken, found }: Part): DerivedReturnLine[] {
  const { deriving } = coming;
  const where = placed(coming, whole, { line, index, found });
  if (!where) return [];
  const { ordered, parcel, inside } = where;
  const known = { ...whole, key: `${parcel.id}/${ordered.place}`, most: inside.quantity, nodeId: parcel.nodeId };
  const units = unitsOf(known, line, { deriving, index, taken });
  const claims = units.filter(({ isClaimed }) => isClaimed);
  if (claims.some(({ isTwice, unit }) => isTwice || unit > inside.quantity) || line.units.length > line.quantity) {
    const message = `Of the ${inside.quantity} in this parcel, no more can be in returns, and each only in one.`;
    found({ code: 'too_many_units', pointer: `/lines/${index}/quantity`, value: line.quantity, message });
  }
  return [
    {
      id: line.id ?? deriving.partId('return-line', whole.id, String(index)),
      place: index + 1,
      parcelId: parcel.id,
      orderPlace: ordered.place,
      variantId: inside.variantId,
      unitPriceMinor: Number(line.unit_price ?? ordered.unitPriceMinor),
      ...exchangeOf(coming, whole.record, line),
      line,
      units
    }
  ];
}

type Where = { ordered: Line; parcel: DerivedParcel; inside: DerivedParcel['lines'][number] };

function placed(coming: Coming, { record }: Whole, { line, index, found }: Omit<Part, 'taken'>): Where | undefined {
  const pointer = `/lines/${index}/line`;
  const place = placeOf(coming.facts.order, line.line);
  const ordered = coming.lines.find((one) => one.place === place);
  if (!ordered) {
    const message = `The order has no line ${line.line}; name it by its id, or by its number counted from 1.`;
    found({ code: 'unknown_line', pointer, value: line.line, message });
    return undefined;
  }
  const parcel = parcelOf(coming, record, line);
  const inside = parcel?.lines.find((one) => one.place === place);
  if (parcel && inside) return { ordered, parcel, inside };
  const message = 'No parcel that was sent has this line; only what was sent can come back.';
  found({ code: 'out_of_order', pointer, value: line.line, message });
  return undefined;
}

function exchangeOf({ facts, lines, deriving }: Coming, { source }: Said, { exchange, unit_price }: SaidLine) {
  if (!exchange) return { exchangeVariantId: null, exchangePlace: null, exchangeUnitPriceMinor: null };
  const place = exchange.line ? placeOf(facts.order, exchange.line) : null;
  const ordered = lines.find((line) => line.place === place);
  return {
    exchangeUnitPriceMinor: ordered?.unitPriceMinor ?? Number(exchange.unit_price ?? unit_price ?? 0),
    exchangeVariantId: deriving.idOf({ type: 'variant', ...resolved(exchange.variant, source) }),
    exchangePlace: ordered?.place ?? null
  };
}

/** The parcel that is named; else the first that was sent with so many of the line. */
export function parcelOf({ facts, parcels, deriving }: Coming, record: Said, line: SaidLine): DerivedParcel | undefined {
  const place = placeOf(facts.order, line.line);
  const sent = parcels.filter(({ state, lines }) => SENT.has(state) && lines.some((inside) => inside.place === place));
  if (line.shipment) {
    const id = deriving.idOf({ type: 'shipment', ...resolved(line.shipment, record.source) });
    return sent.find((parcel) => parcel.id === id);
  }
  const whole = sent.find(({ lines }) => lines.some((inside) => inside.place === place && inside.quantity >= line.quantity));
  return whole ?? sent[0];
}

type Known = Whole & { key: string; most: number; nodeId: string | null };
type Unit = DerivedReturnUnit & { isTwice: boolean };

function unitsOf(known: Known, line: SaidLine, { deriving, index, taken }: Pick<Part, 'index' | 'taken'> & { deriving: Deriving }): Unit[] {
  const must = inferredOf(known.record, known.state);
  return Array.from({ length: line.quantity }, (_, n) => {
    const said: SaidUnit = line.units[n] ?? { note: '' };
    const id = said.id ?? deriving.partId('return-unit', known.id, `${index}/${n}`);
    const fate = fateOf(known, said, must);
    return {
      id,
      ...claimOf(known, { said, taken, disposition: fate.disposition }),
      ...fate,
      gradedBy: fate.disposition === null ? null : (said.graded_by ?? { role: 'system' }),
      nodeId: lies(known, said, { fate, deriving }),
      note: said.note
    };
  });
}

type Must = { received: boolean; graded: boolean; at: string };
type Fate = Pick<Unit, 'receivedAt' | 'disposition' | 'gradedAt'>;

/** What became of it, or must have. */
function fateOf({ record }: Known, said: SaidUnit, must: Must): Fate {
  const receivedAt = said.received_at ?? (must.received && !record.kept ? must.at : null);
  const inferred = record.kept ? ('back_to_customer' as const) : ('restock_a' as const);
  const disposition = said.disposition ?? (must.graded ? inferred : null);
  return { receivedAt, disposition, gradedAt: disposition === null ? null : (said.graded_at ?? receivedAt ?? must.at) };
}

const isGone = (disposition: Disposition | null): boolean => disposition === 'missing' || disposition === 'back_to_customer';

/** Of those that are over, one that paid keeps its units. */
function claimOf(
  { state, owedAt, key, most }: Known,
  { said, taken, disposition }: { said: SaidUnit; taken: Set<string>; disposition: Disposition | null }
): Pick<Unit, 'unit' | 'isClaimed' | 'isTwice'> {
  const isPaid = owedAt !== null;
  const isOver = !isPaid && (state === 'declined' || state === 'cancelled' || state === 'expired');
  const isClaimed = !isOver && (said.claimed ?? (isPaid || !isGone(disposition)));
  const unit = said.unit ?? freeUnit(key, most, taken);
  const isTwice = isClaimed && taken.has(`${key}/${unit}`);
  if (isClaimed) taken.add(`${key}/${unit}`);
  return { unit, isClaimed, isTwice };
}

/** Where it lies, or was when it came. */
function lies({ record, nodeId }: Known, said: SaidUnit, { fate, deriving }: { fate: Fate; deriving: Deriving }): string | null {
  const named = said.location ?? record.came_to;
  const isHere = fate.receivedAt !== null || (fate.disposition !== null && !isGone(fate.disposition));
  if (!said.location && !isHere) return null;
  return named ? deriving.idOf({ type: 'location', ...resolved(named, record.source) }) : nodeId;
}

/** One that no line names and no return has claimed; one too many where there is none. */
function freeUnit(key: string, most: number, taken: ReadonlySet<string>): number {
  for (let unit = 1; unit <= most; unit += 1) if (!taken.has(`${key}/${unit}`) && !taken.has(`named ${key}/${unit}`)) return unit;
  return most + 1;
}

/** Where the file has a word and nothing of how it came to that, it came and was looked at: when its money was owed or it ended. */
function inferredOf(record: Said, state: ReturnState): Must {
  const units = record.lines.flatMap(({ units: some }) => some);
  const isSaid = Boolean(record.came_to ?? record.handed_over_at) || units.some((unit) => unit.received_at ?? unit.disposition);
  const isFar = RANK[state] >= RANK.received;
  const at = record.owed_at ?? record.settled_at ?? record.ended_at ?? record.asked_at;
  return { received: !isSaid && isFar, graded: !isSaid && RANK[state] >= RANK.dispositioned, at };
}
