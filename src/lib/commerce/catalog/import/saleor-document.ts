import * as z from 'zod';
import { FileFault, type IssueLog, type Place } from './import-issue.ts';

const Key = z.union([z.number(), z.string()]);
const Weight = z.string().nullish();

/** The models of the dump that say something about goods, with the fields that are read. All others are passed over. */
const MODELS = {
  'product.category': z.object({ name: z.string(), parent: Key.nullish() }),
  'product.producttype': z.object({
    name: z.string(),
    kind: z.string().default('normal'),
    is_shipping_required: z.boolean().default(true),
    weight: Weight
  }),
  'product.product': z.object({
    name: z.string(),
    slug: z.string(),
    product_type: Key,
    category: Key.nullish(),
    description: z.unknown().optional(),
    seo_title: z.string().nullish(),
    seo_description: z.string().nullish(),
    weight: Weight
  }),
  'product.productchannellisting': z.object({ product: Key, currency: z.string(), is_published: z.boolean() }),
  'product.productvariant': z.object({
    product: Key,
    name: z.string(),
    sku: z.string().nullish(),
    sort_order: z.number().nullish(),
    track_inventory: z.boolean().default(true),
    weight: Weight
  }),
  'product.productvariantchannellisting': z.object({
    variant: Key,
    currency: z.string(),
    price_amount: z.string().nullish(),
    discounted_price_amount: z.string().nullish()
  }),
  'product.productmedia': z.object({
    product: Key,
    sort_order: z.number().nullish(),
    image: z.string().nullish(),
    external_url: z.string().nullish(),
    alt: z.string().default('')
  }),
  'warehouse.stock': z.object({ product_variant: Key, quantity: z.number().int() }),
  'attribute.attribute': z.object({ slug: z.string(), name: z.string() }),
  'attribute.attributevalue': z.object({ attribute: Key, name: z.string() }),
  'attribute.attributevariant': z.object({ attribute: Key, sort_order: z.number().nullish() }),
  'attribute.assignedproductattributevalue': z.object({ product: Key, value: Key }),
  'attribute.assignedvariantattribute': z.object({ variant: Key, assignment: Key }),
  'attribute.assignedvariantattributevalue': z.object({ assignment: Key, value: Key })
} as const;

type Models = typeof MODELS;
export type ModelName = keyof Models;
export type Entry<M extends ModelName> = z.infer<Models[M]> & { pk: string; place: Place };

const Document = z.array(z.object({ model: z.string(), pk: Key, fields: z.unknown() }));

/** The objects of a Saleor dump by model and key. Objects that lack a field they need are errors of their own. */
export class SaleorDocument {
  private readonly entries = new Map<ModelName, Map<string, unknown>>();
  private readonly indexes = new Map<string, Map<string, unknown[]>>();

  /** @throws FileFault when it is no such dump at all */
  constructor(content: unknown, log: IssueLog) {
    const document = Document.safeParse(content);
    if (!document.success || !document.data.some(({ model }) => model === 'product.product')) {
      throw new FileFault('no_header', 'The file is no Saleor dump: a list of objects with model, pk and fields, products among them.');
    }
    for (const [at, { model, pk, fields }] of document.data.entries()) {
      if (model in MODELS) this.add(model as ModelName, { pk: String(pk), fields, place: { record: at + 1, line: 0 } }, log);
    }
  }

  private add(model: ModelName, { pk, fields, place }: { pk: string; fields: unknown; place: Place }, log: IssueLog): void {
    const read = MODELS[model].safeParse(fields);
    if (!read.success) {
      const [issue] = read.error.issues;
      log.error({
        place,
        code: 'bad_value',
        column: String(issue?.path[0] ?? ''),
        value: `${model} ${pk}`,
        message: `The field cannot be read (${issue?.message ?? 'unknown'}).`
      });
      return;
    }
    const all = this.entries.get(model) ?? new Map<string, unknown>();
    this.entries.set(model, all.set(pk, { ...read.data, pk, place }));
  }

  all<M extends ModelName>(model: M): Entry<M>[] {
    return [...(this.entries.get(model)?.values() ?? [])] as Entry<M>[];
  }

  find<M extends ModelName>(model: M, pk: string | number | null | undefined): Entry<M> | undefined {
    return this.entries.get(model)?.get(String(pk)) as Entry<M> | undefined;
  }

  /** All of a model that point at a key with one of their fields. */
  pointingAt<M extends ModelName>(model: M, field: keyof Entry<M> & string, pk: string): Entry<M>[] {
    const name = `${model}.${field}`;
    const index = this.indexes.get(name) ?? Map.groupBy(this.all(model), (entry) => String(entry[field]));
    this.indexes.set(name, index);
    return (index.get(pk) ?? []) as Entry<M>[];
  }
}
