import type { Finding, IssueLog } from './import-issue.ts';
import type { InventoryDraft } from './inventory-draft.ts';
import type { PresentLevel } from './plan-inventory.ts';

export type InventoryChoices = {
  /** When stock moved since the file was made: refuse the row, carry its difference over, or set what it says. */
  stale: 'error' | 'difference' | 'absolute';
  /** Other systems allow less than nothing; here that is refused, or taken as none. */
  negative: 'error' | 'zero';
};

type Judging = { choices: InventoryChoices; log: IssueLog };

/** Units that would lie there afterwards; `onHand` undefined: not stocked there. Undefined altogether: the row is wrong. */
export function wantedOnHand(
  draft: InventoryDraft,
  before: PresentLevel | undefined,
  judging: Judging
): { onHand: number | undefined } | undefined {
  const { wish } = draft;
  switch (wish.kind) {
    case 'nothing':
      return { onHand: before?.onHand };
    case 'not-stocked':
      return notStocked(draft, before, judging);
    case 'available':
      return notNegative(draft, wish.units + (before ? before.unavailable + before.allocated : 0), judging);
    case 'on-hand':
      return counted(draft, { ours: before?.onHand ?? 0, wanted: wish.units, was: wish.was }, judging);
  }
}

function notStocked(draft: InventoryDraft, before: PresentLevel | undefined, judging: Judging): { onHand: number | undefined } | undefined {
  if (!before || before.onHand + before.held + before.allocated === 0) return { onHand: before?.removable === false ? 0 : undefined };
  const message = `${before.onHand} are on hand there, ${before.held} held and ${before.allocated} allocated; count them down to 0 first.`;
  return said(draft, { code: 'in_use', value: 'not stocked', message }, judging);
}

function counted(draft: InventoryDraft, units: { ours: number; wanted: number; was: number | undefined }, judging: Judging) {
  const { ours, wanted, was } = units;
  if (was === undefined || was === ours || judging.choices.stale === 'absolute') return notNegative(draft, wanted, judging);
  if (judging.choices.stale === 'difference') return notNegative(draft, ours + wanted - was, judging);
  const message = `The file was made when ${was} were on hand, now there are ${ours}; export again, or say --stale difference or --stale absolute.`;
  return said(draft, { code: 'stale_row', column: 'On hand (current)', value: String(was), message }, judging);
}

function notNegative(draft: InventoryDraft, onHand: number, judging: Judging): { onHand: number } | undefined {
  if (onHand >= 0) return { onHand };
  const finding = { place: draft.place, product: draft.key, code: 'negative_on_hand' as const, value: String(onHand) };
  if (judging.choices.negative === 'error') {
    judging.log.error({ ...finding, message: 'There cannot be fewer than 0 on the shelf; write 0, or say --negative zero.' });
    return undefined;
  }
  judging.log.warn({ ...finding, message: 'Fewer than 0 is taken as 0.' });
  return { onHand: 0 };
}

function said(draft: InventoryDraft, finding: Omit<Finding, 'place' | 'product'>, { log }: Judging): undefined {
  log.error({ ...finding, place: draft.place, product: draft.key });
  return undefined;
}
