import { inSentence } from '../catalog/countdown.ts';
import { formatMoney } from '#lib/ui/money.ts';
import { clockText, dateText, daysBetween, dayText, longDateText, type Instant } from '#lib/ui/when.ts';
import type { StockSnapshot } from '../stock/stock.ts';
import type { CartLineView } from './cart-view.ts';
import type { CartGroup, FreeDelivery } from './cart-page.ts';
import type { DeadReason } from './quote.ts';

/** From here on a number says nothing that "in stock" does not. */
const PLENTY = 10;

export const thingsText = (count: number): string => (count === 1 ? '1 thing' : `${count} things`);

/** "Brought to 560038", "Collect at Indiranagar". */
export function groupTitle({ nodeName }: Pick<CartGroup, 'nodeName'>, postcode: string | null): string {
  if (nodeName !== null) return `Collect at ${nodeName}`;
  return postcode === null ? 'Brought to you' : `Brought to ${postcode}`;
}

/** When a group is there: the day, for a store the hour too. */
export function groupTime({ nodeId, promised }: Pick<CartGroup, 'nodeId' | 'promised'>, now: Instant, zone: string): string {
  if (promised === null) return '';
  const day = dayText(promised.until, now, zone);
  return nodeId === null ? `By ${inSentence(day)}` : `${day} from ${clockText(promised.until, zone)}`;
}

export function freeDeliveryText({ missingMinor }: FreeDelivery, currency: string): string {
  return missingMinor === 0 ? 'Standard delivery is free.' : `${formatMoney(missingMinor, currency)} to free delivery.`;
}

/**
 * How many of a line may still be had: what is free there now, and what this cart holds itself.
 * Undefined for what is sold without counting, and while nobody knows.
 */
export function leftFor(
  line: Pick<CartLineView, 'counted' | 'free' | 'pickupNodeId'>,
  loaded: StockSnapshot | undefined,
  heard = loaded
): number | undefined {
  if (!line.counted || !heard) return undefined;
  const own = loaded ? Math.max(0, line.free - freeAt(loaded, line.pickupNodeId)) : 0;
  return freeAt(heard, line.pickupNodeId) + own;
}

const freeAt = ({ available, nodes }: StockSnapshot, nodeId: string | null): number =>
  nodeId === null ? available : (nodes.find((node) => node.nodeId === nodeId)?.available ?? 0);

/** "In stock", "3 left at Indiranagar", "None left". */
export function leftText(left: number, nodeName: string | null): string {
  const words = left >= PLENTY ? 'In stock' : left <= 0 ? 'None left' : `${left} left`;
  return nodeName === null ? words : `${words} at ${nodeName}`;
}

const WEEK_DAYS = 7;

/** A moment of the past, to end a sentence with: "at 5:40 pm", "yesterday", "on Monday", "on Tue 3 Nov". */
export function sinceText(at: Instant, now: Instant, zone: string): string {
  const days = daysBetween(at, now, zone);
  if (days <= 0) return `at ${clockText(at, zone)}`;
  if (days === 1) return 'yesterday';
  return `on ${days < WEEK_DAYS ? longDateText(at, zone).split(' ')[0] : dateText(at, zone)}`;
}

const DEAD: Record<DeadReason, string> = {
  'out-of-stock': 'Not all of it can come this way any more.',
  'unknown-postcode': 'We do not know this PIN code, so we have no date for it.',
  'no-service': 'Not possible for these things to this place.'
};

export const deadText = (reason: DeadReason): string => DEAD[reason];

const SERVICES: Record<string, string> = { standard: 'Standard', express: 'Express', same_day: 'Same day', pickup: 'Collect it' };
/** Of a way's id only its service is a word; the nodes behind it are said by its parcels. */
export function wayName(id: string): string {
  const [service = id] = id.split('~');
  return SERVICES[service] ?? service;
}

/** "Standard", and where one service has several ways "Standard, in one parcel". */
export function wayLabel(way: { id: string; parcels: readonly unknown[] }, all: readonly { id: string }[]): string {
  const name = wayName(way.id);
  if (all.filter(({ id }) => wayName(id) === name).length < 2) return name;
  return `${name}, ${way.parcels.length === 1 ? 'in one parcel' : parcelsText(way.parcels.length)}`;
}

/** "in 2 parcels"; nothing for one. */
export const parcelsText = (count: number): string => (count === 1 ? '' : `in ${count} parcels`);
