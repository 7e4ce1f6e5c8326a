import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { forgetFailing } from '#db/queries/failing-models.ts';
import { askModel } from '#lib/commerce/support/ask-model.server.ts';
import { noteCall } from '#lib/commerce/support/note-call.server.ts';
import { noteFailure } from '#lib/commerce/support/note-failure.server.ts';
import { nameOfModel } from '#lib/server/support-model.ts';
import type { Shop } from '#lib/server/shop.ts';
import { hostedModel } from '../models/hosted-model.ts';
import { isItsServers, type WhyNot } from '../models/why-not-taken.ts';
import type { Run } from './run.ts';

/** A model of somebody else's. `name`: by which all turns and processes know how it answers; undefined: nobody keeps count. */
export type Hosted = { load: () => Promise<BaseChatModel>; name: string | undefined };

export const hostedBySetting = ({ supportModel }: Pick<Shop, 'supportModel'>): Hosted | undefined =>
  supportModel.kind === 'embedded' ? undefined : { load: async () => hostedModel(supportModel), name: nameOfModel(supportModel) };

/** Whether this turn asks it: whoever talks does not wait for one that keeps failing. */
export const mayBeAsked = async ({ shop }: Run, { name }: Hosted): Promise<boolean> => name === undefined || askModel(shop, name);

/** Why what it answered was not taken; not each turn that it rests. */
export const noteModel = async (run: Run, code: string, said: readonly string[] = []): Promise<void> =>
  noted(run, { decision: 'refused', code, said });

type Noted = { decision: 'done' | 'refused'; code: string; said?: readonly string[] };

const noted = async ({ shop, asking }: Pick<Run, 'shop' | 'asking'>, { decision, code, said = [] }: Noted): Promise<void> =>
  noteCall(shop, asking, { tool: 'model', arguments: { model: shop.supportModel.kind, said }, decision, code, rule: null });

/** How it answered in a turn, for those to come. `why`: it did not. */
export async function noteHowItWent(run: Run, { name }: Hosted, why: WhyNot | undefined): Promise<void> {
  const { shop } = run;
  if (name === undefined) return;
  if (why === undefined || !isItsServers(why)) {
    const before = await forgetFailing(shop.db, name);
    if (before?.restsUntil) await noted(run, { decision: 'done', code: 'answers-again' });
    return;
  }
  const rests = await noteFailure(shop, { name, why });
  if (!rests) return;
  await noteModel(run, 'rests');
  shop.report(new Error(`assistant: ${name} failed ${rests.failures} times in a row (${why}): ours answers, and tries it every minute`));
}
