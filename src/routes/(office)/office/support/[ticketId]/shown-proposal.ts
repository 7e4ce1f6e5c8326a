import type { ProposedInTalk } from '#db/queries/support-desk.ts';
import type { Card, CardOf } from '#lib/commerce/support/card.ts';
import { effectLines } from '#lib/commerce/support/desk-words.ts';

export type ShownProposal = Omit<ProposedInTalk, 'effect'> & { lines: { label: string; text: string }[] };

/** What was shown to the shopper, line by line, as their card said it; of what had none every value of its effect. */
export function shownProposal({ effect, ...proposed }: ProposedInTalk, said: readonly { cards: Card[] }[]): ShownProposal {
  const card = said
    .flatMap(({ cards }) => cards)
    .find((one): one is CardOf<'action'> => one.type === 'action' && one.actionId === proposed.id);
  return { ...proposed, lines: card?.lines ?? effectLines(effect, proposed.currency) };
}
