import type { Attributes } from './catalog-product.ts';
import { withCells } from './attribute-cells.ts';
import type { IssueLog } from './import-issue.ts';
import type { InventoryDraft } from './inventory-draft.ts';
import { ONLY_VALUE } from './merge-options.ts';
import { findVariant } from './merge-variant.ts';
import type { Change, Outcome } from './planned-product.ts';
import { variantName } from './product-changes.ts';
import { given } from './product-row.ts';
import { wantedOnHand, type InventoryChoices } from './wanted-on-hand.ts';

export type PresentLevel = {
  onHand: number;
  allocated: number;
  held: number;
  unavailable: number;
  bin: string | null;
  /** False: something was once held or told of there, and history keeps the shelf, empty. */
  removable: boolean;
};
export type PresentVariant = {
  id: string;
  options: string[];
  sku: string | null;
  attributes: Attributes;
  levels: Map<string, PresentLevel>;
};
export type PresentStock = Map<string, PresentVariant[]>;

/** One shelf as it would be. `after` undefined: the variant is no longer kept there. */
export type ShelfPlan = {
  draft: InventoryDraft;
  outcome: Outcome;
  changes: Change[];
  variantId: string;
  nodeId: string;
  before: PresentLevel | undefined;
  after: { onHand: number; bin: string | null } | undefined;
  /** Only where they change. */
  attributes?: Attributes;
  /** Units that are promised but would not be there. */
  short: number;
};

/** Sets each row against the shelf it speaks of. Rows that cannot be carried out are left out, with an error in the log. */
export function planInventory(
  drafts: InventoryDraft[],
  present: PresentStock,
  judging: { choices: InventoryChoices; log: IssueLog }
): ShelfPlan[] {
  const seen = new Map<string, InventoryDraft>();
  return drafts.flatMap((draft) => {
    const variant = variantOf(draft, present, judging.log);
    if (!variant || isTwin(draft, `${variant.id} ${draft.nodeId}`, { seen, log: judging.log })) return [];
    const before = variant.levels.get(draft.nodeId);
    const wanted = wantedOnHand(draft, before, judging);
    return wanted ? [shelfPlan({ draft, variant, before, onHand: wanted.onHand })] : [];
  });
}

function variantOf(draft: InventoryDraft, present: PresentStock, log: IssueLog): PresentVariant | undefined {
  const variants = present.get(draft.handle);
  const value = draft.options.join(' / ');
  if (!variants) {
    log.error({
      place: draft.place,
      product: draft.key,
      code: 'unknown_handle',
      column: 'Handle',
      value: draft.handle,
      message: 'We have no product with this handle; import the products first.'
    });
    return undefined;
  }
  const only = value === ONLY_VALUE || value === '' ? findVariant(variants, []) : undefined;
  const variant = findVariant(variants, draft.options) ?? only;
  if (!variant) {
    const message = `The product has the variants ${variants
      .slice(0, 8)
      .map((one) => variantName(one.options))
      .join(', ')}.`;
    log.error({ place: draft.place, product: draft.key, code: 'unknown_options', column: 'Option1 Value', value, message });
  } else if (draft.sku !== '' && draft.sku !== (variant.sku ?? '')) {
    const message = `The SKU of this variant is ${variant.sku ?? 'blank'}; correct it or leave the cell blank.`;
    log.error({ place: draft.place, product: draft.key, code: 'sku_mismatch', column: 'SKU', value: draft.sku, message });
    return undefined;
  }
  return variant;
}

function isTwin(draft: InventoryDraft, key: string, { seen, log }: { seen: Map<string, InventoryDraft>; log: IssueLog }): boolean {
  const twin = seen.get(key);
  seen.set(key, twin ?? draft);
  if (!twin) return false;
  const message = `Rows ${twin.place.record} and ${draft.place.record} count the same shelf; keep one of them.`;
  log.error({ place: draft.place, product: draft.key, code: 'duplicate_row', message });
  return true;
}

type Shelf = { draft: InventoryDraft; variant: PresentVariant; before: PresentLevel | undefined; onHand: number | undefined };

function shelfPlan({ draft, variant, before, onHand }: Shelf): ShelfPlan {
  const after = onHand === undefined ? undefined : { onHand, bin: draft.bin === undefined ? (before?.bin ?? null) : draft.bin };
  const cells = customsCells(draft);
  const attributes = withCells(variant.attributes, cells);
  const changes = [
    ...shelfChanges(before, after),
    ...Object.keys(cells).map((name) => ({ what: name, from: variant.attributes[name] ?? '', to: attributes[name] ?? '' }))
  ].filter(({ from, to }) => from !== to);
  const isChanged = JSON.stringify(attributes) !== JSON.stringify(variant.attributes);
  return {
    draft,
    outcome: outcomeOf(changes, before),
    changes,
    variantId: variant.id,
    nodeId: draft.nodeId,
    before,
    after,
    short: before && after ? Math.max(0, before.allocated + before.held + before.unavailable - after.onHand) : 0,
    ...(isChanged && { attributes })
  };
}

/** Customs want these; they belong to the variant, wherever it lies. */
function customsCells({ hsCode, origin }: InventoryDraft): Attributes {
  return given({ 'HS Code': hsCode, COO: origin });
}

function shelfChanges(before: PresentLevel | undefined, after: ShelfPlan['after']): Change[] {
  return [
    { what: 'on hand', from: stocked(before), to: stocked(after) },
    { what: 'bin', from: before?.bin ?? '', to: after?.bin ?? '' }
  ];
}

const stocked = (level: { onHand: number } | undefined): string => (level ? String(level.onHand) : 'not stocked');

function outcomeOf(changes: Change[], before: PresentLevel | undefined): Outcome {
  if (changes.length === 0) return 'unchanged';
  return before ? 'updated' : 'created';
}
