import type { IssueLog, Place } from './import-issue.ts';
import type { PlannedProduct } from './planned-product.ts';
import type { ProductDraft, VariantDraft } from './product-draft.ts';
import { given } from './product-row.ts';

/** How files write a product that comes in one form only. */
export const ONLY_NAME = 'Title';
export const ONLY_VALUE = 'Default Title';

type Settled = { product: PlannedProduct; variants: VariantDraft[] };

/**
 * Makes the options of the file and those of the shop speak of the same thing. Names may change (Color becomes Colour),
 * their number may not: nobody could say which variant becomes which. A product of one form is kept without options,
 * although files call it Title / Default Title; `Title` with other values is an option like any other.
 */
export function settleOptions(base: PlannedProduct, draft: ProductDraft, log: IssueLog): Settled | undefined {
  const names = draft.optionNames ?? base.optionNames;
  const isNew = base.variants.length === 0;
  const onlyOne = saysOnlyForm(names, draft);
  if (onlyOne && (isNew || base.optionNames.length === 0)) {
    return { product: withoutOptions(base, draft), variants: draft.variants.map(onlyForm) };
  }
  const product = base.optionNames.length === 0 && names[0] === ONLY_NAME ? named(base) : base;
  const wanted = isNew ? names : product.optionNames;
  const place = misfit(draft, { wanted, names, isNew, onlyOne });
  if (place) return refused(wanted, { ...draft, place }, log);
  return { product: { ...product, optionNames: names, ...given({ optionLinked: draft.optionLinked }) }, variants: draft.variants };
}

type Meeting = { wanted: string[]; names: string[]; isNew: boolean; onlyOne: boolean };

/** The row that does not fit the options the product has, or is to have. */
function misfit(draft: ProductDraft, { wanted, names, isNew, onlyOne }: Meeting): Place | undefined {
  const odd = draft.variants.find(({ options }) => options.length !== wanted.length);
  // Else the first option would be renamed to Title, and a form without a name stand beside the others.
  const wouldLoseNames = onlyOne && wanted[0] !== ONLY_NAME;
  const leavesOpen = isNew && draft.variants.length === 0;
  return odd?.place ?? (wouldLoseNames || leavesOpen || names.length !== wanted.length ? draft.place : undefined);
}

function refused(wanted: string[], draft: ProductDraft, log: IssueLog): undefined {
  const ours = wanted.length === 0 ? 'no options' : `the options ${wanted.join(', ')}`;
  const message = `The product ${draft.key} has ${ours}; give one value for each, in their order.`;
  log.error({ place: draft.place, product: draft.key, code: 'bad_options', column: 'Option1 Value', message });
  return undefined;
}

function saysOnlyForm(names: string[], { variants }: ProductDraft): boolean {
  return isOnlyForm(names, ONLY_NAME) && variants.every(({ options }) => isOnlyForm(options, ONLY_VALUE));
}

const isOnlyForm = (options: string[], word: string): boolean => options.length === 0 || (options.length === 1 && options[0] === word);

const onlyForm = (variant: VariantDraft): VariantDraft => ({ ...variant, options: [] });

function withoutOptions(base: PlannedProduct, draft: ProductDraft): PlannedProduct {
  const linked = draft.optionLinked ?? base.optionLinked;
  return { ...base, optionNames: [], optionLinked: linked.every((one) => one === '') ? [] : linked };
}

/** Further forms join the one there was: from now on that one has its value in words. */
function named(base: PlannedProduct): PlannedProduct {
  return { ...base, optionNames: [ONLY_NAME], variants: base.variants.map((variant) => ({ ...variant, options: [ONLY_VALUE] })) };
}
