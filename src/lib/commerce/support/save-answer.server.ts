import { changeAnswer, insertAnswer } from '#db/queries/support-answers.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overAnswers } from '../stores/staff-policy.ts';
import { unknownHoles } from './canned-answer.ts';

/** `version`: what whoever changes it had before them. */
export type SaveAnswer = { title: string; words: string } & ({ id?: undefined } | { id: string; version: number });

/**
 * What is often said, written anew or changed; with the same title as another it is none. Refuses `forbidden`, `invalid` for a hole that nobody can
 * fill, `stale-version` when somebody changed or ended it meanwhile.
 */
export async function saveAnswer(shop: Shop, actor: Actor, input: SaveAnswer): Promise<void> {
  const { userId } = overAnswers(actor);
  const [title, words] = [input.title.trim(), input.words.trim()];
  if (title === '' || words === '') refuse('invalid', 'a title and words');
  const [hole] = unknownHoles(words);
  if (hole !== undefined) refuse('invalid', `{${hole}} is nothing that can be put in`);
  const by = { title, words, userId, at: shop.now() };
  await inTransaction(shop, { actor }, async (tx) => {
    if (input.id === undefined) return insertAnswer(tx, { id: shop.newId(), ...by });
    if (!(await changeAnswer(tx, { id: input.id, version: input.version, ...by }))) refuse('stale-version');
  });
}
