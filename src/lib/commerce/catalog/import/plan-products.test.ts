import { expect, test } from 'vitest';
import { codesOf, planText } from '#tests/fixtures/parse-text.ts';
import type { PlannedProduct } from './planned-product.ts';

const HEAD = 'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price';
const plan = (lines: string[], present: PlannedProduct[] = [], head = HEAD) => planText([head, ...lines].join('\n'), present);
const made = async (lines: string[], head = HEAD): Promise<PlannedProduct> => (await plan(lines, [], head)).plans[0]!.after;
const shirt = () => made(['shirt,Shirt,Colour,Red,SH-R,500', 'shirt,,,Blue,SH-B,550']);

test('a new product is created with what columns leave open set to its usual value', async () => {
  const { plans, log } = await plan(['lamp,Lamp,Title,Default Title,LA,900']);
  expect(codesOf(log)).toEqual([]);
  expect(plans[0]).toMatchObject({
    outcome: 'created',
    after: {
      status: 'active',
      published: true,
      optionNames: [],
      variants: [
        {
          position: 1,
          options: [],
          sku: 'LA',
          tracked: true,
          taxable: true,
          prices: { shop: { amountMinor: 90_000, compareAtMinor: null } }
        }
      ]
    }
  });
});

test('the same file again changes nothing', async () => {
  const lines = ['shirt,Shirt,Colour,Red,SH-R,500', 'shirt,,,Blue,SH-B,550'];
  expect((await plan(lines, [await made(lines)])).plans).toMatchObject([{ outcome: 'unchanged', changes: [] }]);
});

test('a changed price and a new variant are told apart from what stays', async () => {
  const { plans } = await plan(['shirt,Shirt,Colour,Red,SH-R,480', 'shirt,,,Green,SH-G,500'], [await shirt()]);
  expect(plans[0]).toMatchObject({
    outcome: 'updated',
    changes: [
      { what: 'Red: price shop', from: '50000 INR', to: '48000 INR' },
      { what: 'variant Green', from: '', to: 'new' }
    ]
  });
  expect(plans[0]!.after.variants.map(({ options, position }) => [options[0], position])).toEqual([
    ['Red', 1],
    ['Blue', 2],
    ['Green', 3]
  ]);
});

test('what a file leaves out stays: variants, pictures, columns', async () => {
  const before = await made(
    ['lamp,Lamp,Title,Default Title,900,mez,https://pictures.example/1.jpg'],
    'Handle,Title,Option1 Name,Option1 Value,Variant Price,Vendor,Image Src'
  );
  const { plans } = await plan(['lamp,Lamp,https://pictures.example/2.jpg'], [before], 'Handle,Title,Image Src');
  expect(plans[0]!.changes).toEqual([{ what: 'picture https://pictures.example/2.jpg', from: '', to: 'new' }]);
  expect(plans[0]!.after.images.map(({ position }) => position)).toEqual([1, 2]);
});

test('a blank cell clears, but rows of variants clear nothing of the product', async () => {
  const head = 'Handle,Title,Vendor,Glaze,Option1 Name,Option1 Value,Variant SKU';
  const before = await made(['cup,Cup,mez,Celadon,Size,S,C-S', 'cup,,,,,L,C-L'], head);
  const cleared = await plan(['cup,Cup,,,Size,S,', 'cup,,,,,L,C-L'], [before], head);
  expect(cleared.plans[0]!.changes.map(({ what, to }) => [what, to])).toEqual([
    ['vendor', ''],
    ['Glaze', ''],
    ['S: sku', '']
  ]);
  expect((await plan(['cup,,,,,L,C-L'], [before], head)).plans[0]!.outcome).toBe('unchanged');
});

test('to create, a title is needed; to change, the handle is enough', async () => {
  const missing = await plan(['lamp,,Colour,Red,,5']);
  expect([codesOf(missing.log), missing.plans]).toEqual([['missing_title'], []]);
  expect((await plan(['shirt,,,Red,SH-R,500'], [await shirt()])).plans[0]).toMatchObject({
    outcome: 'unchanged',
    after: { title: 'Shirt' }
  });
});

test('rows of variants before their product are refused, unless the product is there already', async () => {
  const lines = ['shirt,,,Blue,SH-B,550', 'shirt,Shirt,Colour,Red,SH-R,500'];
  expect((await plan(lines)).log.issues).toMatchObject([{ code: 'orphan_variant', record: 2 }]);
  expect((await plan(lines, [await shirt()])).plans[0]!.outcome).toBe('unchanged');
});

test('an option may be renamed, but their number stays', async () => {
  const renamed = await plan(['shirt,Shirt,Color,Red,SH-R,500'], [await shirt()]);
  expect(renamed.plans[0]!.changes).toEqual([{ what: 'optionNames', from: '["Colour"]', to: '["Color"]' }]);

  const more = await plan(
    ['shirt,Shirt,Colour,Red,Size,S'],
    [await shirt()],
    'Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value'
  );
  expect(more.log.issues).toMatchObject([{ code: 'bad_options', message: expect.stringContaining('the options Colour') }]);
  const fewer = await plan(['shirt,Shirt,Title,Default Title,,500'], [await shirt()]);
  expect(codesOf(fewer.log)).toEqual(['bad_options']);
});

test('a product of one form that gets a second form keeps its first', async () => {
  const before = await made(['shirt,Shirt,Title,Default Title,SH,500']);
  const { plans, log } = await plan(['shirt,Shirt,Title,Default Title,SH,500', 'shirt,,,Large,SH-L,550'], [before]);
  expect(codesOf(log)).toEqual([]);
  expect(plans[0]!.after.variants.map(({ id, options }) => [id === before.variants[0]!.id, options])).toEqual([
    [true, ['Default Title']],
    [false, ['Large']]
  ]);
});

test('a row without options is the only form of a product, and no variant of any other', async () => {
  const one = await made(['lamp,Lamp,,,,900']);
  expect(one.variants).toMatchObject([{ options: [], prices: { shop: { amountMinor: 90_000 } } }]);
  expect(codesOf((await plan(['shirt,,,,,480'], [await shirt()])).log)).toEqual(['bad_options']);
});

test('a product whose options are named but never given cannot be made', async () => {
  expect(codesOf((await plan(['lamp,Lamp,Colour,,,'])).log)).toEqual(['bad_options']);
});

test('a variant without a price is warned of', async () => {
  const { log, plans } = await plan(['lamp,Lamp,Title,Default Title,LA,']);
  expect([codesOf(log), plans[0]!.after.variants[0]!.prices]).toEqual([['missing_price'], {}]);
});

test('a price before without a price now is left out', async () => {
  const head = 'Handle,Title,Option1 Name,Option1 Value,Variant Price,Compare At Price / United States';
  const { log, plans } = await plan(['lamp,Lamp,Title,Default Title,900,15'], [], head);
  expect(codesOf(log)).toEqual(['ignored_value']);
  expect(Object.keys(plans[0]!.after.variants[0]!.prices)).toEqual(['shop']);
});

test('the same SKU twice is warned of, in the file and against other products; blank and "-" are no SKUs', async () => {
  const { log } = await plan(
    [
      'a,A,Title,Default Title,X1,5',
      'b,B,Title,Default Title,X1,5',
      'c,C,Title,Default Title,-,5',
      'd,D,Title,Default Title,-,5',
      'e,E,Title,Default Title,SH-R,5'
    ],
    [await shirt()]
  );
  expect(log.issues.map(({ code, record, value }) => [code, record, value])).toEqual([
    ['duplicate_sku', 3, 'X1'],
    ['duplicate_sku', 6, 'SH-R']
  ]);
});

test('a missing handle is made from the title, kept unique, and found again by the next import', async () => {
  const head = 'Handle,Title,Vendor';
  const lines = [',Clay Pot,mez', ',Clay Pot,other', 'lamp,Lamp,mez'];
  const first = await plan(lines, [], head);
  expect(codesOf(first.log)).toEqual(['made_handle', 'made_handle']);
  expect(first.plans.map(({ after }) => after.handle)).toEqual(['clay-pot', 'clay-pot-2', 'lamp']);
  const second = await plan(
    lines,
    first.plans.map(({ after }) => after),
    head
  );
  expect(second.plans.map(({ after, outcome }) => [after.handle, outcome])).toEqual([
    ['clay-pot', 'unchanged'],
    ['clay-pot-2', 'unchanged'],
    ['lamp', 'unchanged']
  ]);
});

test('a handle made from a title leaves another product’s handle to it', async () => {
  const pot = await made(['clay-pot,A quite different pot,Title,Default Title,,5']);
  const { plans } = await plan([',Clay Pot,mez'], [pot], 'Handle,Title,Vendor');
  expect(plans[0]).toMatchObject({ outcome: 'created', after: { handle: 'clay-pot-2' } });
});

test('pictures keep their place when the file gives none', async () => {
  const head = 'Handle,Title,Image Src,Image Position,Image Alt Text';
  const before = await made(['lamp,Lamp,https://p.example/1.jpg,4,One', 'lamp,,https://p.example/2.jpg,,'], head);
  expect(before.images.map(({ position }) => position)).toEqual([4, 5]);
  const { plans } = await plan(['lamp,Lamp,https://p.example/2.jpg,,Two', 'lamp,,https://p.example/1.jpg,6,'], [before], head);
  expect(plans[0]!.changes).toEqual([
    { what: 'picture https://p.example/1.jpg: alt', from: 'One', to: '' },
    { what: 'picture https://p.example/1.jpg: position', from: '4', to: '6' },
    { what: 'picture https://p.example/2.jpg: alt', from: '', to: 'Two' }
  ]);
});

test('stock of the file is a count at the node of the import, only where it differs', async () => {
  const head = 'Handle,Title,Option1 Name,Option1 Value,Variant Price,Variant Inventory Qty';
  const { plans } = await plan(['cup,Cup,Size,S,5,4', 'cup,,,L,6,'], [], head);
  expect(plans[0]!.counts).toMatchObject([{ variantId: plans[0]!.after.variants[0]!.id, name: 'S', from: undefined, to: 4, short: 0 }]);
});

test('names that no table could keep are refused', async () => {
  const long = 'ल'.repeat(256);
  const { log } = await plan([`lamp,Lamp,Colour,${long},${long},5`]);
  expect(log.issues.map(({ code, column }) => [code, column])).toEqual([
    ['bad_value', 'SKU'],
    ['bad_value', 'Option1 Value']
  ]);
  expect(codesOf((await plan([`${long},Lamp,Title,Default Title,,5`])).log)).toEqual(['bad_value']);
  const address = await plan([`lamp,Lamp,https://p.example/${'ल'.repeat(300)}.jpg`], [], 'Handle,Title,Image Src');
  expect(codesOf(address.log)).toEqual(['bad_value']);
});

test('a cell is kept with the product or with its variants, never with both', async () => {
  const head = 'Handle,Title,Option1 Name,Option1 Value,Kiln mark';
  const before = await made(['cup,Cup,Size,S,K0', 'cup,,,L,'], head);
  expect(before.attributes).toEqual({ 'Kiln mark': 'K0' });
  const { plans } = await plan(['cup,,,L,K9'], [before], head);
  const { attributes, variants } = plans[0]!.after;
  expect([attributes, ...variants.map((variant) => variant.attributes)]).toEqual([{}, { 'Kiln mark': 'K0' }, { 'Kiln mark': 'K9' }]);
});

test('what a file leaves blank for the first variant stays blank when another one gets the cell, and once more changes nothing', async () => {
  const head = 'Handle,Title,Option1 Name,Option1 Value,Kiln mark';
  const before = await made(['shirt,Shirt,Size,S,K0'], head);
  const lines = ['shirt,,,S,', 'shirt,,,L,K9'];
  const { after } = (await plan(lines, [before], head)).plans[0]!;
  expect([after.attributes, ...after.variants.map(({ attributes }) => attributes)]).toEqual([{}, {}, { 'Kiln mark': 'K9' }]);
  expect((await plan(lines, [after], head)).plans).toMatchObject([{ outcome: 'unchanged' }]);
});

test('a blank cell clears what a further variant had', async () => {
  const head = 'Handle,Title,Option1 Name,Option1 Value,Kiln mark';
  const before = await made(['cup,Cup,Size,S,K0', 'cup,,,L,K9'], head);
  const { plans } = await plan(['cup,Cup,Size,S,K1', 'cup,,,L,'], [before], head);
  expect(plans[0]!.changes).toEqual([
    { what: 'S: Kiln mark', from: 'K0', to: 'K1' },
    { what: 'L: Kiln mark', from: 'K9', to: '' }
  ]);
});

test('links of options that are not there say nothing', async () => {
  const head = 'Handle,Title,Option1 Name,Option1 Value,Option1 Linked To,Option2 Linked To';
  expect((await made(['cup,Cup,Size,S,,product.metafields.a.b'], head)).optionLinked).toEqual([]);
});
