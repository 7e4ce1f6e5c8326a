import type { IssueLog } from './import-issue.ts';
import type { ProductDraft, VariantDraft } from './product-draft.ts';

/** Far more than anybody needs, and what the indexes of the tables can hold in any script. */
const MOST = { name: 255, title: 500, category: 500, address: 2_000 } as const;

type Text = { column: string; text: string | null | undefined; most: number };

/** Names and codes that no table could keep are errors before anything is written. */
export function refuseTooLong(drafts: ProductDraft[], log: IssueLog): void {
  for (const draft of drafts) {
    refuse(ofProduct(draft), draft, { draft, log });
    for (const variant of draft.variants) refuse(ofVariant(variant), variant, { draft, log });
    for (const image of draft.images)
      refuse([{ column: 'Image Src', text: encodeURI(image.src.toWellFormed()), most: MOST.address }], image, { draft, log });
  }
}

function ofProduct({ handle, title, fields, optionNames = [] }: ProductDraft): Text[] {
  return [
    { column: 'Handle', text: handle, most: MOST.name },
    { column: 'Title', text: title, most: MOST.title },
    { column: 'Vendor', text: fields.vendor, most: MOST.name },
    { column: 'Type', text: fields.productType, most: MOST.name },
    { column: 'Product Category', text: fields.category, most: MOST.category },
    ...optionNames.map((text) => ({ column: 'Option1 Name', text, most: MOST.name }))
  ];
}

function ofVariant({ fields, options }: VariantDraft): Text[] {
  return [
    { column: 'SKU', text: fields.sku, most: MOST.name },
    { column: 'Barcode', text: fields.barcode, most: MOST.name },
    ...options.map((text) => ({ column: 'Option1 Value', text, most: MOST.name }))
  ];
}

type Where = { place: ProductDraft['place'] };

function refuse(texts: Text[], { place }: Where, { draft, log }: { draft: ProductDraft; log: IssueLog }): void {
  for (const { column, text, most } of texts) {
    if ((text ?? '').length <= most) continue;
    log.error({ place, product: draft.key, code: 'bad_value', column, value: text ?? '', message: `Write ${most} characters at most.` });
  }
}
