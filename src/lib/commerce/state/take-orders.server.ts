import { setImmediate } from 'node:timers/promises';
import { ourId, partId } from '#db/queries/state-ids.ts';
import {
  accountsAmong,
  firstSender,
  freeUnits,
  knownOrders,
  learnSizes,
  putOrders,
  variantFacts,
  type KnownOrder
} from '#db/queries/state-orders.ts';
import { ourRecords } from '#db/queries/state-records.ts';
import { keepFields, keepOurs, stagedOrders, type Staged, type StagedOrder } from '#db/queries/state-staging.ts';
import { logEvents, type LoggedEvent } from '#db/queries/state-write.ts';
import { alongside } from './alongside.ts';
import { deriveEvents, numbered } from './derive-events.ts';
import { deriveOrder } from './derive-order.ts';
import { judge } from './judge.ts';
import { checkLineIds, noNames, numbersOfOrders, numbersOfReturns, type Naming } from './take-names.server.ts';
import { factsOf, ofOrder, type OursOfOrder } from './order-facts-of.ts';
import type { DerivedOrder, OrderFacts } from './order-facts.ts';
import { orderRows, type OrderRows } from './order-rows.ts';
import { PlaceUnits } from './place-units.ts';
import { resolved } from './references.ts';
import { givenOf } from './record-text.ts';
import { spotOf } from './state-report.ts';
import type { Progress, Taking } from './taking.ts';
import type { Told } from './told.ts';

const AT_ONCE = 500;
/** After so many of them the tables are of another size than before. */
const GROWN: ReadonlySet<number> = new Set([1, 10, 100, 1_000, 10_000]);
/** So many orders are thought about before whoever waits for the database is heard. */
const BREATH = 25;

/** A step of an import: orders with all that belongs to them, some at a time, after everything that they name. Some are written while the next are derived. */
export async function takeOrders(taking: Taking, progress?: Progress): Promise<void> {
  let count = 0;
  await alongside(rowsOfOrders(taking), async (written) => {
    await write(taking, written);
    count += written.rows.orders.length;
    progress?.(count, 'orders');
  });
}

type Written = { rows: OrderRows; events: LoggedEvent[]; gone: string[]; known: string[] };

/** What orders write, some at a time. Nothing once an error was found: then the rest is only looked at. */
async function* rowsOfOrders(taking: Taking): AsyncGenerator<Written> {
  const { tx, tally } = taking;
  const places = new PlaceUnits(await firstSender(tx));
  let before = noNames();
  for (let after = 0; ; after += AT_ONCE) {
    const some = await stagedOrders(tx, after, AT_ONCE);
    if (some.length === 0) return;
    const naming = { ...taking, before, now: noNames() };
    const derived = await deriveSome(naming, some, places);
    if (derived.length > 0 && tally.log.errors === 0) yield await writtenOf(naming, derived);
    before = naming.now;
    if (GROWN.has(after / AT_ONCE)) await learnSizes(tx);
  }
}

type Judged = { facts: OrderFacts; known: KnownOrder | undefined; gone: string[] };

async function deriveSome(taking: Naming, some: StagedOrder[], places: PlaceUnits): Promise<Derived[]> {
  const { tx, tally } = taking;
  const ids = some.map(({ id }) => id);
  const known = await knownOrders(tx, ids);
  const ours = await oursOf(taking, [...known.keys()]);
  const keeping: number[] = [];
  const judged = await breathing(some, (staged) =>
    judgedOrder(taking, staged, { known: known.get(staged.id), ours: ours.get(staged.id) ?? [], keeping })
  );
  await keepOurs(tx, keeping);
  if (judged.length === 0) return [];
  await checkLineIds(
    taking,
    judged.map(({ facts }) => facts)
  );

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
  return breathing(judged, (order) => ({
    ...order,
    order: deriveOrder(order.facts, deriving, (spot, finding) => {
      // What the shop had said of its own before is no claim of the file.
      if (spot.line > 0 || !finding.isWarning) tally.log.add(spot, finding);
    })
  }));
}

/** One after the other, and now and then the database gets its next words. */
async function breathing<T, R>(all: T[], think: (one: T) => R | R[]): Promise<R[]> {
  const thought: R[] = [];
  for (const [index, one] of all.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- so that it does not wait for all of them
    if (index % BREATH === BREATH - 1) await setImmediate();
    const made = think(one);
    if (Array.isArray(made)) thought.push(...made);
    else thought.push(made);
  }
  return thought;
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
    const what = our ? judge(staged.type, theirsOf(staged), our, taking).what : 'created';
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

const theirsOf = (staged: Staged) => ({
  record: givenOf(staged.body, staged.left_out),
  kept: staged.kept,
  refVersion: staged.ref_version,
  spot: spotOf(staged)
});

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

async function writtenOf(taking: Naming, derived: Derived[]): Promise<Written> {
  const { tx, at } = taking;
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
  const numbers = await numbersOfOrders(taking, derived);
  const returnNumbers = await numbersOfReturns(taking, derived);
  const events: LoggedEvent[] = [];
  const numberedOrders = derived.map(({ order, known }, index) => ({ order, known, number: known?.number ?? numbers[index] ?? '' }));
  const rows = await breathing(numberedOrders, ({ order, known, number }) => {
    const customerId = order.customerId !== null && accounts.has(order.customerId) ? order.customerId : null;
    const returns = order.returns.map((returned) => ({
      ...returned,
      record: { ...returned.record, number: returnNumbers.get(returned.id) ?? '' }
    }));
    const named = { ...order, customerId, record: { ...order.record, number }, returns };
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
  return {
    rows: merged(rows),
    events,
    gone: derived.flatMap(({ gone }) => gone),
    known: derived.flatMap(({ known }) => known?.id ?? [])
  };
}

async function write({ tx, at, actor, importId }: Taking, { rows, events, gone, known }: Written): Promise<void> {
  await putOrders(tx, rows, { at, gone, known });
  await logEvents(tx, events, { actor, importId });
}

/** What was written down before is not written again. */
function newsOf(told: Told[], known: KnownOrder | undefined): Told[] {
  const before = new Map<string, number>();
  for (const { type, at, of } of known?.told ?? []) {
    const key = `${type} ${new Date(at).toISOString()} ${of ?? ''}`;
    before.set(key, (before.get(key) ?? 0) + 1);
  }
  return told.filter(({ at, event }) => {
    const key = `${event.type} ${at} ${partOf(event) ?? ''}`;
    const left = before.get(key) ?? 0;
    before.set(key, left - 1);
    // Placed and confirmed once, whatever the file says of when.
    return left <= 0 && !(known && ['order.placed', 'order.confirmed'].includes(event.type));
  });
}

/** Which parcel, return or change of the order it is about. */
const partOf = (event: Told['event']): string | null | undefined => {
  const { fulfilmentOrderId, returnId, changeId } = event as Partial<Record<'fulfilmentOrderId' | 'returnId' | 'changeId', string>>;
  return fulfilmentOrderId ?? returnId ?? changeId;
};

const correction = (orderId: string, version: number, at: Date) => ({
  event: { type: 'order.corrected', topic: `order:${orderId}`, version, orderId },
  at: at.toISOString()
});

function merged(rows: OrderRows[]): OrderRows {
  const tables = Object.keys(rows[0] ?? {}) as (keyof OrderRows)[];
  return Object.fromEntries(tables.map((table) => [table, rows.flatMap((row) => row[table] as unknown[])])) as OrderRows;
}
