import { nodePlaces, type NodePlace } from '#db/queries/nodes.ts';
import { rulesInForce } from '#db/queries/sourcing-rules.ts';
import { findPostcode, type Postcode } from '#db/queries/postcodes.ts';
import type { Shop } from '#lib/server/shop.ts';
import { deliveryDays } from '../cart/quote.ts';
import { promiseTable, type PromiseTable } from '../catalog/promise-table.ts';
import { deliveryRulesV1 } from '../fulfilment/delivery-rules-v1.ts';
import { shownRate, type ShownRate } from '../fulfilment/kept-rate.ts';
import { nodeOf, type FulfilmentNode } from '../fulfilment/node.ts';
import { NO_RULES, type RuleSet } from '../fulfilment/rules/sourcing-rule.ts';
import { MARKET } from './market.ts';
import { readPostcode } from './postcode.ts';
import { VersionedCache } from '../catalog/versioned-cache.ts';

type Place = Pick<Shop, 'db' | 'now' | 'holidays'>;
/** Another stamp means that some node went down or up, or has another queue, that parcels from there take longer or less, or that other rules are in force. */
export type Network = { nodes: FulfilmentNode[]; places: NodePlace[]; ruleSet: RuleSet; stamp: string };

/** How long a page may speak of queues and opening hours as they were; placing an order asks anew. */
const NETWORK_MS = 2_000;
const MOST_POSTCODES = 2_000;
const MINUTE_MS = 60_000;

// Caches only: what is lost with the process is read again. By database, since tests open several in one process.
const networks = new WeakMap<object, { at: number; network: Promise<Network> }>();
const postcodes = new WeakMap<object, Map<string, Postcode | undefined>>();
const promises = new WeakMap<object, VersionedCache<PromiseTable>>();
/** Of which network each was made. */
const stamps = new WeakMap<PromiseTable, string>();

/** Every node, ready for promises, beside its address. Two seconds old at most. */
export async function readNetwork({ db, now }: Pick<Shop, 'db' | 'now'>): Promise<Network> {
  const at = now().getTime();
  const known = networks.get(db);
  if (known && at >= known.at && at - known.at < NETWORK_MS) return known.network;
  const network = Promise.all([nodePlaces(db), rulesInForce(db)]).then(networkOf);
  networks.set(db, { at, network });
  // Whoever waits hears of the trouble; the next one tries again.
  network.catch(() => networks.delete(db));
  return network;
}

function networkOf([places, ruleSet = NO_RULES]: [NodePlace[], RuleSet | undefined]): Network {
  const stamp = places.map(stampOf).join(' ');
  return { places, nodes: places.map((place) => nodeOf(place, place.queueDepth)), ruleSet, stamp: `${ruleSet.version} ${stamp}` };
}

function stampOf({ id, status, queueDepth, closedDates, laneTimes = [] }: NodePlace): string {
  const lanes = laneTimes.map(({ service, zone, p50, p90 }) => [service, zone, p50, p90].join('/'));
  return [id, status, queueDepth, closedDates.length, ...lanes].join();
}

/** How often a place kept what it promised by a service, where enough is known to show it. */
export async function readKeptRates(shop: Pick<Shop, 'db' | 'now'>): Promise<(nodeId: string, service: string) => ShownRate | undefined> {
  const { places } = await readNetwork(shop);
  return (nodeId, service) => shownRate(places.find(({ id }) => id === nodeId)?.keptRates ?? [], service);
}

/** What every node can promise at that postcode, or without one. The same for a minute, unless a node changes. */
export async function readPromises(shop: Place, place: Postcode | undefined): Promise<PromiseTable> {
  const { nodes, ruleSet, stamp } = await readNetwork(shop);
  const at = shop.now();
  const tables = promises.get(shop.db) ?? new VersionedCache<PromiseTable>(MOST_POSTCODES);
  promises.set(shop.db, tables);
  const key = place?.code ?? '';
  const minute = `${Math.floor(at.getTime() / MINUTE_MS)} ${stamp}`;
  const known = tables.get(key, minute);
  if (known) return known;
  const { country } = MARKET;
  const days = deliveryDays(shop.holidays(country, at));
  const made = promiseTable({ nodes, position: place, country, days, rules: deliveryRulesV1, at, ruled: { set: ruleSet, postcode: key } });
  tables.set(key, minute, made);
  stamps.set(made, stamp);
  return made;
}

/** Whether the same places and rules made both, for the same postcode: then only time has gone by between them. */
export function differInTimeOnly(before: PromiseTable, after: PromiseTable): boolean {
  return stamps.get(before) === stamps.get(after) && before.ruled.postcode === after.ruled.postcode;
}

/** What is typed or remembered as a postcode of the market; undefined when there is no such place. */
export async function readPlace({ db }: Pick<Shop, 'db'>, typed: string): Promise<Postcode | undefined> {
  const code = readPostcode(typed, MARKET.country);
  if (code === undefined) return undefined;
  const known = postcodes.get(db) ?? new Map<string, Postcode | undefined>();
  postcodes.set(db, known);
  const found = known.get(code) ?? (await findPostcode(db, MARKET.country, code));
  if (known.size >= MOST_POSTCODES) known.clear();
  known.set(code, found);
  return found;
}

/** Where the visitor is: the postcode that was remembered, or that of the shop's home. */
export async function readVisitorPlace(shop: Pick<Shop, 'db'>, remembered: string | undefined): Promise<Postcode | undefined> {
  const place = remembered === undefined ? undefined : await readPlace(shop, remembered);
  return place ?? readPlace(shop, MARKET.homePostcode);
}

/** After nodes or postcodes were changed by hand; tests that do so call it. */
export function forgetPlaces({ db }: Pick<Shop, 'db'>): void {
  networks.delete(db);
  postcodes.delete(db);
  promises.delete(db);
}
