import { keptInTill } from '#lib/live/kept-till.ts';
import { sendSale } from '#lib/live/till-calls.ts';
import { tillQueue, type KeptSale, type Rest, type Settled, type TillKeep } from './till-queue.ts';
import type { TillSale } from './till-sale.ts';

const keep = keptInTill();
const queue = tillQueue({ keep, send: sendSale });

let kept = $state.raw<KeptSale[]>([]);
let rest = $state.raw<Rest>('empty');
let arrived = $state.raw<{ sale: TillSale; settled: Settled }[]>([]);

/** The sales of this browser that the shop does not have yet, one list for the till with a network and the one without. */
export const tillSales = {
  get waiting(): KeptSale[] {
    return kept.filter(({ aside }) => aside === null);
  },
  /** What the shop will not have as it is. */
  get aside(): KeptSale[] {
    return kept.filter((one) => one.aside !== null);
  },
  /** Why they wait still, as of the last try. */
  get rest(): Rest {
    return rest;
  },
  /** What the shop has now, since this page was opened. */
  get arrived(): { sale: TillSale; settled: Settled }[] {
    return arrived;
  },

  /** Fails where a browser keeps nothing. */
  async look(): Promise<void> {
    kept = await keep.all();
  },
  async sell(make: Parameters<TillKeep['add']>[0]): Promise<TillSale> {
    const sale = await queue.sell(make);
    await tillSales.look();
    return sale;
  },
  async settle(): Promise<Rest> {
    rest = await queue.settle((sale, settled) => (arrived = [...arrived, { sale, settled }]));
    await tillSales.look();
    return rest;
  }
};
