import { ourId, partId } from '#db/queries/state-ids.ts';
import {
  accountsAmong,
  firstSender,
  freeUnits,
  knownOrders,
  learnSizes,
  putOrders,
  takenNumbers,
  variantFacts,
  type KnownOrder
} from '#db/queries/state-orders.ts';
import { ourRecords } from '#db/queries/state-records.ts';
import { keepFields, keepOurs, stagedOrders, type StagedOrder } from '#db/queries/state-staging.ts';
import { logEvents } from '#db/queries/state-write.ts';
import { deriveEvents, numbered, type Told } from './derive-events.ts';
import { deriveOrder } from './derive-order.ts';
import { judge } from './judge.ts';
import { factsOf, ofOrder, type OursOfOrder } from './order-facts-of.ts';
import type { DerivedOrder, OrderFacts } from './order-facts.ts';
import { orderRows, type OrderRows } from './order-rows.ts';
import { PlaceUnits } from './place-units.ts';
import { resolved } from './references.ts';
import { spotOf } from './state-report.ts';
import type { Taking } from './taking.ts';

const AT_ONCE = 250;
/** After so many of them the tables are of another size than before. */
const GROWN: ReadonlySet<number> = new Set([1, 10, 100, 1_000, 10_000]);
/** A number of another system that an address of a page can hold. Those that look like ours must be ours. */
const USABLE = /^(?:MZ-[0-9A-HJKMNP-TV-Z]{10}|(?!MZ-)[0-9A-Za-z][0-9A-Za-z._-]{0,39})$/i;
const OURS = /^MZ-/i;

/** A step of an import: orders with all that belongs to them, some at a time, after everything that they name. */
export async function takeOrders(taking: Taking): Promise<void> {
  const places = new PlaceUnits(await firstSender(taking.tx));
  for (let after = 0; ; after += AT_ONCE) {
    // oxlint-disable-next-line no-await-in-loop -- some at a time is the point
    const some = await stagedOrders(taking.tx, after, AT_ONCE);
    if (some.length === 0) return;
    // oxlint-disable-next-line no-await-in-loop
    await takeSome(taking, some, places);
    // oxlint-disable-next-line no-await-in-loop
    if (GROWN.has(after / AT_ONCE)) await learnSizes(taking.tx);
  }
}

type Judged = { facts: OrderFacts; known: KnownOrder | undefined; gone: string[] };

async function takeSome(taking: Taking, some: StagedOrder[], places: PlaceUnits): Promise<void> {
  const { tx, tally } = taking;
  const ids = some.map(({ id }) => id);
  const known = await knownOrders(tx, ids);
  const ours = await oursOf(taking, [...known.keys()]);
  const keeping: number[] = [];
  const judged = some.flatMap((staged) =>
    judgedOrder(taking, staged, { known: known.get(staged.id), ours: ours.get(staged.id) ?? [], keeping })
  );
  await keepOurs(tx, keeping);
  if (judged.length === 0) return;

  const variantIds = judged.flatMap(({ facts }) => variantsOf(facts));
  const missing = places.missing(variantIds);
  places.learn(missing, await freeUnits(tx, missing));
  const lineIds = new Map([...known.values()].flatMap(({ id, lines }) => lines.map((line) => [`${id}/${line.place}`, line.id] as const)));
  const variants = await variantFacts(tx, [...new Set(variantIds)]);
  const deriving = {
    words: taking.words,
    variants,
    lineIds,
    idOf: ourId,
    partId,
    newCode: taking.newCode,
    source: places.place.bind(places),
    at: taking.at
  };
  const derived = judged.map((order) => ({
    ...order,
    order: deriveOrder(order.facts, deriving, (spot, finding) => tally.log.add(spot, finding))
  }));
  if (tally.log.errors === 0) await write(taking, derived);
}

async function oursOf({ tx }: Taking, orderIds: string[]): Promise<Map<string, OursOfOrder[]>> {
  const found = new Map<string, OursOfOrder[]>();
  for (const type of ofOrder) {
    // oxlint-disable-next-line no-await-in-loop -- four reads, one connection
    for (const { parent, ...our } of await ourRecords(tx, type, orderIds)) {
      const list = found.get(parent ?? '') ?? [];
      list.push({ ...our, type });
      found.set(parent ?? '', list);
    }
  }
  return found;
}

function judgedOrder(
  taking: Taking,
  { id, lines }: StagedOrder,
  { known, ours, keeping }: { known: KnownOrder | undefined; ours: OursOfOrder[]; keeping: number[] }
): Judged[] {
  const { tally } = taking;
  const byId = new Map(ours.map((our) => [`${our.type}/${our.our_id}`, our]));
  const taken = lines.filter((staged) => {
    if (staged.was === 'same') return false;
    const our = byId.get(`${staged.type}/${staged.our_id}`);
    const theirs = { record: staged.body, kept: staged.kept, refVersion: staged.ref_version, spot: spotOf(staged) };
    const what = our ? judge(staged.type, theirs, our, taking).what : 'created';
    tally.count(staged.type, what);
    if (what === 'kept') keeping.push(staged.line);
    return what === 'created' || what === 'corrected';
  });
  if (taken.length === 0) return [];
  const isMadeUp = (parcel: string) => madeUp(id).has(parcel);
  const facts = factsOf(taken, ours, isMadeUp);
  if (!facts) return [];
  const stays = new Set(facts.shipments.map((shipment) => shipment.id));
  const gone = ours.filter((our) => our.type === 'shipment' && !stays.has(our.our_id)).map(({ our_id }) => our_id);
  return [{ facts, known, gone }];
}

const STATES = ['allocated', 'released'];
const MOST_PARTS = 20;

/** Parcels that an import makes up for units that are still to be sent. */
function madeUp(orderId: string): Set<string> {
  return new Set(
    STATES.flatMap((state) => Array.from({ length: MOST_PARTS }, (_, index) => partId('parcel', orderId, `${state}/${index}`)))
  );
}

const variantsOf = ({ order, shipments }: OrderFacts): string[] =>
  [order, ...shipments].flatMap(({ record }) =>
    record.lines.flatMap(({ variant }) => (variant ? [ourId({ type: 'variant', ...resolved(variant, record.source) })] : []))
  );

type Derived = Judged & { order: DerivedOrder };

async function write(taking: Taking, derived: Derived[]): Promise<void> {
  const { tx, at, actor, importId } = taking;
  const accounts = await accountsAmong(
    tx,
    derived.flatMap(({ order }) => order.customerId ?? [])
  );
  const without = derived.filter(({ order }) => order.customerId !== null && !accounts.has(order.customerId));
  await keepFields(
    tx,
    without
      .filter(({ facts }) => facts.order.spot.line > 0)
      .map(({ facts }) => ({ line: facts.order.spot.line, kept: { '/customer': facts.order.record.customer } }))
  );
  const numbers = await numbersFor(taking, derived);
  const events: object[] = [];
  const rows = derived.map(({ order, known }, index) => {
    const number = known?.number ?? numbers[index] ?? '';
    const customerId = order.customerId !== null && accounts.has(order.customerId) ? order.customerId : null;
    const named = { ...order, customerId, record: { ...order.record, number } };
    const news = newsOf(deriveEvents(named), known);
    const told = numbered(order.id, news, known?.version ?? 0).map(({ event, at: was, isInferred }) => ({
      event: { ...event, ...(isInferred && { inferred: true }) },
      at: was
    }));
    const version = (known?.version ?? 0) + told.length;
    const corrected = known && told.length === 0 ? [correction(order.id, version + 1, at)] : [];
    events.push(...told, ...corrected);
    return orderRows(named, { version: version + corrected.length, number, at: at.toISOString() });
  });
  await putOrders(tx, merged(rows), {
    at,
    gone: derived.flatMap(({ gone }) => gone),
    known: derived.flatMap(({ known }) => known?.id ?? [])
  });
  await logEvents(tx, events, { actor, importId });
}

/** What was written down before is not written again. */
function newsOf(told: Told[], known: KnownOrder | undefined): Told[] {
  const before = new Map<string, number>();
  for (const { type, at, parcel } of known?.told ?? []) {
    const key = `${type} ${new Date(at).toISOString()} ${parcel ?? ''}`;
    before.set(key, (before.get(key) ?? 0) + 1);
  }
  return told.filter(({ at, event }) => {
    const key = `${event.type} ${at} ${'fulfilmentOrderId' in event ? (event.fulfilmentOrderId ?? '') : ''}`;
    const left = before.get(key) ?? 0;
    before.set(key, left - 1);
    // Placed and confirmed once, whatever the file says of when.
    return left <= 0 && !(known && ['order.placed', 'order.confirmed'].includes(event.type));
  });
}

const correction = (orderId: string, version: number, at: Date) => ({
  event: { type: 'order.corrected', topic: `order:${orderId}`, version, orderId },
  at: at.toISOString()
});

/** Numbers of the file as far as they are free; the others get one of ours. */
async function numbersFor({ tx, tally, newCode }: Taking, derived: Derived[]): Promise<string[]> {
  const asked = derived.map(({ order, known }) => (known ? null : usable(order.record.number ?? order.record.external_id)));
  const taken = await takenNumbers(
    tx,
    derived.flatMap(({ order }, index) => (asked[index] ? [{ id: order.id, number: asked[index] }] : []))
  );
  return derived.map(({ order, facts, known }, index) => {
    const number = asked[index];
    const isFree = number !== null && number !== undefined && !taken.has(number);
    if (isFree) taken.add(number);
    if (isFree || known) return number ?? '';
    const ours = `MZ-${newCode(10)}`;
    if (order.record.number) {
      const message = `This number is taken or cannot be used; the order is ${ours} here, and found by what it was called as well.`;
      tally.log.add(facts.order.spot, { code: 'number_taken', pointer: '/number', value: order.record.number, isWarning: true, message });
    }
    return ours;
  });
}

function usable(number: string): string | null {
  const plain = number.replace(/^#/, '');
  if (!USABLE.test(plain)) return null;
  return OURS.test(plain) ? plain.toUpperCase() : plain;
}

function merged(rows: OrderRows[]): OrderRows {
  const tables = Object.keys(rows[0] ?? {}) as (keyof OrderRows)[];
  return Object.fromEntries(tables.map((table) => [table, rows.flatMap((row) => row[table] as unknown[])])) as OrderRows;
}
