import { storesByName } from '#db/queries/nodes.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import type { Turn } from '#lib/commerce/support/turn.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { localDate } from '#lib/kernel/zoned.ts';
import type { Shop } from '#lib/server/shop.ts';
import { hearing, type Mind } from '../models/embedded/plan.ts';
import { languageOf } from '../understanding/language.ts';
import { loadModel } from '../understanding/load-model.ts';
import type { Model } from '../understanding/model.ts';
import { aboutOf } from './about.ts';

/** Read from its file before the first message is understood, and kept: it never changes while the shop runs. */
let trained: Model | undefined;
export const trainedModel = (): Model => (trained ??= loadModel());

const OPTIONS = {
  size: ['extra small', 'small', 'medium', 'large', 'extra large', 'single', 'double', 'queen', 'king'],
  colour: ['red', 'blue', 'green', 'black', 'white', 'yellow', 'grey', 'brown', 'beige', 'pink', 'natural', 'terracotta', 'indigo', 'ochre']
};

/** What the embedded model knows in a turn: what it was taught, the stores, what day it is, and what was spoken of before. */
export async function mindFor(shop: Shop, { who }: Asking, { messages, language }: Turn): Promise<Mind> {
  const words = messages.at(-1)?.words ?? '';
  const now = shop.now();
  const stores = await storesByName(shop.db);
  const known = { today: localDate(now, MARKET.timeZone), stores, options: OPTIONS };
  const about = aboutOf(messages.slice(0, -1));
  return { hear: hearing(trainedModel(), known), ctx: { who, now, language: languageIn(words, language), about } };
}

/** A number or an address says nothing of a language: it is the one before. */
const languageIn = (words: string, before: Turn['language']): ReturnType<typeof languageOf> =>
  /[\p{L}\p{M}]{3}(?:.*\s)?[\p{L}\p{M}]{2}/su.test(words.replaceAll(/\S*\d\S*/g, '')) ? languageOf(words) : (before ?? languageOf(words));
