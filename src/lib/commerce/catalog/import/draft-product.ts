import { VARIANT_COLUMNS } from './product-columns.ts';
import { imageAddress, position } from './cell-values.ts';
import type { ImageDraft, ProductDraft } from './product-draft.ts';
import { readProductFields } from './product-fields.ts';
import { given, type ProductRow } from './product-row.ts';
import { optionsFit, readOptionNames } from './row-options.ts';
import { settleAttributes, type VariantRow } from './row-attributes.ts';
import { readVariant } from './variant-row.ts';
import { withoutTwins } from './variant-twins.ts';

export type RowGroup = { key: string; handle: string; rows: [ProductRow, ...ProductRow[]] };

/** Joins the rows of one handle. The row with the title speaks for the product; all rows may bring a variant and a picture. */
export function draftProduct({ key, handle, rows }: RowGroup): ProductDraft {
  const [first] = rows;
  const titled = rows.find((row) => row.filled('title'));
  const head = titled ?? first;
  const draft: ProductDraft = {
    place: first.place,
    key,
    handle,
    title: titled?.text('title') ?? '',
    titleCameLate: titled !== undefined && titled !== first,
    fields: titled ? readProductFields(titled) : filledOnly(readProductFields(first)),
    attributes: {},
    variants: [],
    images: []
  };
  readOptionNames(draft, head, titled !== undefined);
  const variantRows = rows.flatMap((row) => variantRow(draft, row, row === head));
  const twins = { product: key, column: first.name('option1Value'), log: first.sheet.log };
  draft.variants = withoutTwins(
    variantRows.map(({ variant }) => variant),
    twins
  );
  settleAttributes(draft, { head: titled, variantRows, rows });
  for (const row of rows) addImage(draft.images, row);
  warnOfSecondTitle(rows, head);
  return draft;
}

/** Rows without a title may change a product but never clear its fields: they are rows of variants and pictures. */
function filledOnly(fields: ProductDraft['fields']): ProductDraft['fields'] {
  return Object.fromEntries(
    Object.entries(fields).filter(([field, value]) => typeof value === 'string' && value !== '' && !HAS_USUAL_VALUE.has(field))
  );
}

// Blank cells of these read as their usual value, so a blank cannot be told from a wish.
const HAS_USUAL_VALUE = new Set(['status', 'kind', 'sizeClass']);

function variantRow(draft: ProductDraft, row: ProductRow, isHead: boolean): VariantRow[] {
  if (!isVariant(row, isHead)) return [];
  const variant = readVariant(row);
  if (!optionsFit(variant.options, draft.optionNames, row)) return [];
  if (isHead) variant.onHeadRow = true;
  return [{ row, variant }];
}

function isVariant(row: ProductRow, isHead: boolean): boolean {
  if (row.options('value').length > 0) return true;
  const says = VARIANT_COLUMNS.filter((column) => row.filled(column));
  if (isHead) return says.length > 0;
  if (row.filled('imageSrc') && !row.filled('price')) return false;
  const [column] = says;
  if (column) {
    row.error({
      code: 'bad_options',
      column: row.name('option1Value'),
      message: `This row has a ${row.name(column)} but no option value; say which variant it is.`
    });
  } else {
    row.warn({ code: 'ignored_row', message: 'The row names neither a variant nor a picture, so it changes nothing.' });
  }
  return false;
}

/** The same picture on several rows is one picture. */
function addImage(images: ImageDraft[], row: ProductRow): void {
  const src = row.text('imageSrc');
  if (!src) return;
  const verdict = imageAddress(src);
  if ('wrong' in verdict) {
    row.warn({ code: verdict.wrong, message: verdict.message, column: row.name('imageSrc'), value: src });
    return;
  }
  const image: ImageDraft = {
    place: row.place,
    src,
    ...given({ position: row.read<number | undefined>('imagePosition', position, undefined), alt: row.text('imageAlt') })
  };
  const known = images.find((other) => other.src === src);
  if (!known) images.push(image);
  else if (known.alt === '' && image.alt) known.alt = image.alt;
}

function warnOfSecondTitle(rows: ProductRow[], head: ProductRow): void {
  for (const row of rows) {
    if (row === head || !row.filled('title') || row.text('title') === head.text('title')) continue;
    const message = `The product has its title from row ${head.place.record}; this one is not used.`;
    row.warn({ code: 'ignored_value', column: row.name('title'), value: row.text('title') ?? '', message });
  }
}
