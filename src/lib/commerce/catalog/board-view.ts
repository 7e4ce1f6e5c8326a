import { countedText } from '../stock/counted-words.ts';
import type { Instant } from '#lib/ui/when.ts';
import { isDead, type Board, type StoreStock } from './board.ts';
import {
  arrivalDay,
  awayText,
  bringTime,
  collectTime,
  costText,
  hoursText,
  reasonText,
  seeTime,
  serviceOffer,
  type BigTime
} from './board-words.ts';

/** A way that is closed, and why in words. */
export type Gone = { gone: string };
type Way = { label: string; time: BigTime; press: string };
export type BringView = Way & { cost: string; orderBy: string; faster: string | undefined };
export type CollectView = Way & { nodeId: string; hours: string };
export type SeeView = Way & { nodeId: string; note: string };
/** A store in the list of all. */
export type StoreView = { nodeId: string; name: string; away: string; hours: string; available: number; onShow: boolean };

/** The board in words, made on the server: a page only counts down and follows the shelves, and is made anew within a minute. */
export type BoardView = { bring: BringView | Gone; collect: CollectView | Gone; see: SeeView | Gone; stores: StoreView[] };

export type Wording = {
  now: Instant;
  zone: string;
  currency: string;
  isLight: boolean;
  /** When each place last counted what lies there; what was never counted says nothing of it. */
  countedAt?: Readonly<Record<string, Instant | null>>;
};

export function boardView(board: Board, wording: Wording): BoardView {
  return {
    bring: bringView(board, wording),
    collect: collectView(board, wording),
    see: seeView(board, wording),
    stores: board.stores.map((store) => ({
      nodeId: store.nodeId,
      name: store.name,
      away: awayText(store.metres),
      hours: shelfHours(store, wording),
      // Sold without counting: there is no number to show, and JSON has none for it.
      available: Number.isFinite(store.available) ? store.available : 1,
      onShow: store.onShow
    }))
  };
}

function bringView({ bring, faster }: Board, { now, zone, currency }: Wording): BoardView['bring'] {
  if (isDead(bring)) return { gone: reasonText(bring.dead) };
  const [sooner] = faster;
  return {
    label: 'Bring it to me',
    time: bringTime(bring, now, zone),
    press: `Add to cart, arrives ${arrivalDay(bring, now, zone)}`,
    cost: costText(bring, currency),
    orderBy: bring.orderBy,
    faster: sooner && serviceOffer(sooner, { currency, now, zone })
  };
}

function collectView({ collect, stores }: Board, wording: Wording): BoardView['collect'] {
  const { now, zone } = wording;
  const store = isDead(collect) ? undefined : storeOf(stores, collect.nodeId);
  if (isDead(collect) || !store) return { gone: reasonText(isDead(collect) ? collect.dead : 'no-store-has-it') };
  const { big, small } = collectTime(collect, now, zone);
  return {
    label: `Collect at ${store.name}`,
    time: { big, small: small || awayText(store.metres) },
    press: `Add to cart, collect at ${store.name}`,
    nodeId: store.nodeId,
    hours: shelfHours(store, wording)
  };
}

function seeView({ see, stores }: Board, { now, zone, isLight }: Wording): BoardView['see'] {
  const store = isDead(see) ? undefined : storeOf(stores, see.nodeId);
  if (!store) return { gone: reasonText('not-shown') };
  const { big, small } = seeTime(store, now, zone);
  return {
    label: isLight ? 'See it lit first' : 'See it first',
    time: { big, small: small || awayText(store.metres) },
    press: `The way to ${store.name}`,
    nodeId: store.nodeId,
    note: `On the floor at ${store.name} · ${hoursText(store, now, zone)}`
  };
}

/** "counted this morning, open till 9 pm": behind what lies there, how far that can be trusted. */
function shelfHours(store: StoreStock, { now, zone, countedAt = {} }: Wording): string {
  const hours = hoursText(store, now, zone);
  const counted = countedAt[store.nodeId] ?? null;
  return counted === null || store.available === 0 ? hours : `${countedText(counted, now, zone)}, ${hours}`;
}

const storeOf = (stores: StoreStock[], nodeId: string): StoreStock | undefined => stores.find((store) => store.nodeId === nodeId);
