import { expect, test } from 'vitest';
import { codesOf, parseOptions, parseProducts } from '#tests/fixtures/parse-text.ts';

const HEAD = 'Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant Price';
const rows = (...lines: string[]) => parseProducts([HEAD, ...lines].join('\n'));
const found = async (...lines: string[]) => (await rows(...lines)).log.issues.map(({ code, record, column }) => [code, record, column]);

/** One product of one form with one more column. */
const cell = async (column: string, value: string) => {
  const { log, products } = await parseProducts(
    `Handle,Title,Option1 Name,Option1 Value,${column}\nlamp,Lamp,Title,Default Title,${value}\n`
  );
  return { codes: codesOf(log), product: products[0]!, variant: products[0]!.variants[0]! };
};

test('the first row speaks for the product, further rows for variants and pictures', async () => {
  const { log, products } =
    await parseProducts(`Handle,Title,Vendor,Option1 Name,Option1 Value,Variant Price,Image Src,Image Position,Image Alt Text
kulhad,Kulhad,mez,Size,Small,90,https://pictures.example/1.jpg,1,Small cup
kulhad,,,,Large,120,https://pictures.example/2.jpg,2,
kulhad,,,,,,https://pictures.example/3.jpg,3,Both cups
`);
  expect(log.issues).toEqual([]);
  expect(products).toMatchObject([
    {
      handle: 'kulhad',
      title: 'Kulhad',
      fields: { vendor: 'mez' },
      optionNames: ['Size'],
      variants: [
        { options: ['Small'], prices: [{ list: 'shop', currency: 'INR', amountMinor: 9000 }] },
        { options: ['Large'], prices: [{ amountMinor: 12_000 }] }
      ],
      images: [
        { src: 'https://pictures.example/1.jpg', position: 1, alt: 'Small cup' },
        { src: 'https://pictures.example/2.jpg', position: 2, alt: '' },
        { src: 'https://pictures.example/3.jpg', position: 3, alt: 'Both cups' }
      ]
    }
  ]);
});

test('rows of one handle may stand apart, and capitals of the handle do not count', async () => {
  const { log, products } = await rows('lamp,Lamp,Colour,Red,,,5', 'mug,Mug,Title,Default Title,,,3', 'LAMP,,,Blue,,,6');
  expect(codesOf(log)).toEqual([]);
  expect(products.map(({ handle, variants }) => [handle, variants.length])).toEqual([
    ['lamp', 2],
    ['mug', 1]
  ]);
});

test('blank lines and blank rows are passed over', async () => {
  expect(await found('lamp,Lamp,Colour,Red,,,5', '', ',,,,,,', 'lamp,,,Blue,,,6', '')).toEqual([]);
});

test('missing cells at the end count as blank, with a warning; more cells than columns are an error', async () => {
  const { log, products } = await rows(
    'lamp,Lamp,Colour,Red',
    'mug,Mug,Title,Default Title,,,3,a stray cell',
    'jug,Jug,Title,Default Title,,,4,,'
  );
  expect(log.issues).toMatchObject([
    { code: 'ragged_row', severity: 'warning', record: 2 },
    { code: 'ragged_row', severity: 'error', record: 3, value: 'a stray cell' }
  ]);
  expect(products.map(({ handle }) => handle)).toEqual(['lamp', 'jug']);
});

test('a variant that is there twice is named by both of its rows', async () => {
  const { log } = await rows('lamp,Lamp,Colour,Red,,,5', 'lamp,,,Blue,,,6', 'lamp,,,Red,,,7');
  expect(log.issues).toMatchObject([
    { code: 'duplicate_variant', record: 4, value: 'Red', message: expect.stringContaining('Rows 2 and 4') }
  ]);
});

test.each([
  ['a value without a name', 'lamp,Lamp,,Red,,,5'],
  ['a name without a value', 'lamp,Lamp,Colour,Red,Size,,5'],
  ['a second option without a first', 'lamp,Lamp,,,Size,Large,5'],
  ['the same name twice', 'lamp,Lamp,Colour,Red,Colour,Blue,5']
])('%s is an error in the options', async (_, line) => {
  expect((await found(line)).map(([code]) => code)).toContain('bad_options');
});

test('further rows need a value for each option', async () => {
  expect(await found('lamp,Lamp,Colour,Red,Size,S,5', 'lamp,,,Blue,,,5', 'lamp,,,,,L,5', 'lamp,,,,,,5')).toEqual([
    ['bad_options', 3, 'Option1 Value'],
    ['bad_options', 4, 'Option1 Value'],
    ['bad_options', 5, 'Option1 Value']
  ]);
});

test('Title is an option like any other when it has several values', async () => {
  const { log, products } = await rows('shirt,Shirt,Title,"Small ""S""",,,5', 'shirt,,,Medium,,,5');
  expect(codesOf(log)).toEqual([]);
  expect(products[0]).toMatchObject({ optionNames: ['Title'], variants: [{ options: ['Small "S"'] }, { options: ['Medium'] }] });
});

test('a row without handle and title belongs to nobody', async () => {
  expect(await found('lamp,Lamp,Colour,Red,,,5', ',,,Blue,,,6')).toEqual([['orphan_variant', 3, 'Handle']]);
});

test('a row that names neither variant nor picture is passed over with a warning', async () => {
  expect(await found('lamp,Lamp,Colour,Red,,,5', 'lamp,,,,,,')).toEqual([['ignored_row', 3, '']]);
});

test('a second, different title is not used', async () => {
  expect(await found('lamp,Lamp,Colour,Red,,,5', 'lamp,Lantern,,Blue,,,5', 'lamp,Lamp,,Green,,,5')).toEqual([
    ['ignored_value', 3, 'Title']
  ]);
});

test('a handle that no address can hold is made fit', async () => {
  const { log, products } = await rows('Big Lamp!,Lamp,Title,Default Title,,,5');
  expect(log.issues).toMatchObject([{ code: 'made_handle', value: 'Big Lamp!' }]);
  expect(products[0]!.handle).toBe('big-lamp');
});

test.each([
  ['Variant Price', '"1,200"', 'bad_number'],
  ['Variant Price', '-5', 'negative'],
  ['Variant Price', '5.005', 'too_precise'],
  ['Cost per item', 'free', 'bad_number'],
  ['Variant Grams', 'heavy', 'bad_number'],
  ['Variant Grams', '-1', 'negative'],
  ['Variant Inventory Qty', 'two', 'bad_number'],
  ['Variant Inventory Qty', '2.5', 'bad_quantity'],
  ['Variant Inventory Qty', '1000000000', 'bad_quantity'],
  ['Variant Inventory Qty', '-1', 'negative_on_hand'],
  ['Variant Inventory Policy', 'maybe', 'bad_value'],
  ['Variant Inventory Tracker', 'elsewhere', 'bad_value'],
  ['Variant Weight Unit', 'stone', 'bad_value'],
  ['Variant Taxable', 'ja', 'bad_value'],
  ['Published', '1', 'bad_value'],
  ['Status', 'gone', 'bad_value'],
  ['Gift Card', 'x', 'bad_value']
])('%s %s is refused as %s', async (column, value, code) => {
  expect((await cell(column, value)).codes).toEqual([code]);
});

test('a position is a whole number from 1 on', async () => {
  const head = 'Handle,Title,Image Src,Image Position';
  for (const position of ['0', '-1', '1.5', 'first']) {
    const { log } = await parseProducts(`${head}\nlamp,Lamp,https://pictures.example/1.jpg,${position}\n`);
    expect(codesOf(log)).toEqual(['bad_number']);
  }
});

test('every value may have spaces around it', async () => {
  const { log, products } = await parseProducts(
    'Handle , Title, Published ,Option1 Name,Option1 Value, Variant Price \n lamp ," Lamp ","true     ", Colour , Red ,"4.00         "\n'
  );
  expect(codesOf(log)).toEqual([]);
  expect(products[0]).toMatchObject({ handle: 'lamp', title: 'Lamp', fields: { published: true }, optionNames: ['Colour'] });
  expect(products[0]!.variants[0]).toMatchObject({ options: ['Red'], prices: [{ amountMinor: 400 }] });
});

test('HTML is kept as it came, spaces too', async () => {
  expect((await cell('Body (HTML)', '" <p>Warm <b>light</b></p> "')).product.fields.descriptionHtml).toBe(' <p>Warm <b>light</b></p> ');
});

test('a script in a text is warned of and kept', async () => {
  const { codes, product } = await cell('Body (HTML)', '<p onclick=x()>a</p><script>b</script>');
  expect(codes).toEqual(['html_cleaned']);
  expect(product.fields.descriptionHtml).toContain('<script>');
});

test('a barcode with a wrong check digit is warned of and kept', async () => {
  const { codes, variant } = await cell('Variant Barcode', '4006381333932');
  expect([codes, variant.fields.barcode]).toEqual([['bad_check_digit'], '4006381333932']);
});

test('a picture without a web address is left out, with a warning', async () => {
  for (const address of ['pictures/1.jpg', 'ftp://a/1.jpg', 'javascript:alert(1)', '/etc/passwd', '/goods/../secret', 'https://']) {
    const { codes, product } = await cell('Image Src', address);
    expect([address, codes, product.images]).toEqual([address, ['bad_image'], []]);
    expect((await cell('Variant Image', address)).codes).toEqual(['bad_image']);
  }
  expect((await cell('Image Src', '/goods/lamp.webp')).product.images).toMatchObject([{ src: '/goods/lamp.webp' }]);
});

test('the same picture on several rows is one picture', async () => {
  const { products } = await parseProducts(`Handle,Title,Option1 Name,Option1 Value,Image Src,Image Alt Text
lamp,Lamp,Colour,Red,https://pictures.example/1.jpg,
lamp,,,Blue,https://pictures.example/1.jpg,A lamp
`);
  expect(products[0]!.images).toMatchObject([{ src: 'https://pictures.example/1.jpg', alt: 'A lamp' }]);
});

test('a price before that is lower is warned of and kept', async () => {
  const { log, products } = await parseProducts(
    'Handle,Title,Option1 Name,Option1 Value,Variant Price,Variant Compare At Price\nlamp,Lamp,Title,Default Title,95,64.95\n'
  );
  expect(codesOf(log)).toEqual(['compare_at_below_price']);
  expect(products[0]!.variants[0]!.prices).toMatchObject([{ amountMinor: 9500, compareAtMinor: 6495 }]);
});

test('blank cells clear and mean the usual value; columns that are absent say nothing', async () => {
  const { product, variant } = await cell('Status', '');
  expect(product.fields).toEqual({ status: 'active' });
  expect(variant.fields).toEqual({});
  const { variant: cleared } = await cell('Variant SKU', '');
  expect(cleared.fields).toEqual({ sku: null });
  expect((await cell('Variant Inventory Tracker', '')).variant.fields.tracked).toBe(false);
  expect((await cell('Variant Inventory Qty', '')).variant.quantity).toBeUndefined();
});

test('status, policy and booleans are read in any capitals, the new column also takes yes and no', async () => {
  expect((await cell('Status', 'ARCHIVED')).product.fields.status).toBe('archived');
  expect((await cell('Variant Inventory Policy', 'Continue')).variant.fields.sellBeyondStock).toBe(true);
  expect((await cell('Continue selling when out of stock', 'true')).variant.fields.sellBeyondStock).toBe(true);
  expect((await cell('Continue selling when out of stock', 'DENY')).variant.fields.sellBeyondStock).toBe(false);
  expect((await cell('Gift card', 'True')).product.fields.kind).toBe('gift_card');
});

test('grams may be fractions and are kept exactly', async () => {
  expect((await cell('Variant Grams', '226.796185')).variant.fields.weightGrams).toBe('226.796185');
});

test('the tags of one cell are each kept once', async () => {
  expect((await cell('Tags', '"Pot, Plants ,,Pot"')).product.fields.tags).toEqual(['Pot', 'Plants']);
});

test('search words may hold commas when they are written as a list', async () => {
  const words = 'Search words (product.metafields.throughline.search_words)';
  expect((await cell(words, '"[""a, b"",""c""]"')).product.fields.searchWords).toEqual(['a, b', 'c']);
  expect((await cell(words, '"a, b"')).product.fields.searchWords).toEqual(['a', 'b']);
  for (const odd of ['[1]', '[open', '"[{""a"":1}]"']) expect((await cell(words, odd)).codes).toEqual(['bad_value']);
});

test('prices of a market go to its list in its currency', async () => {
  const { log, products } = await parseProducts(
    'Handle,Title,Option1 Name,Option1 Value,Variant Price,Price / United States,Compare At Price / United States,Price / EUR\nlamp,Lamp,Title,Default Title,900,12.5,,11\n'
  );
  expect(codesOf(log)).toEqual([]);
  expect(products[0]!.variants[0]!.prices).toEqual([
    { list: 'shop', currency: 'INR', amountMinor: 90_000 },
    { list: 'United States', currency: 'USD', amountMinor: 1250, compareAtMinor: null },
    { list: 'EUR', currency: 'EUR', amountMinor: 1100 }
  ]);
});

test('a file in a foreign currency without a rate is one error', async () => {
  const text = [HEAD, 'a,A,Title,Default Title,,,5', 'b,B,Title,Default Title,,,6'].join('\n');
  const { log, products } = await parseProducts(text, parseOptions({ currency: 'USD' }));
  expect([codesOf(log), products]).toEqual([['no_rate'], []]);
  const rated = await parseProducts(text, parseOptions({ currency: 'USD', rates: { USD: '84.2' } }));
  expect(rated.products.map(({ variants }) => variants[0]!.prices[0]!.amountMinor)).toEqual([42_100, 50_520]);
});

test('unknown cells belong to the product, or to each variant when further variants fill them too', async () => {
  const { products } =
    await parseProducts(`Handle,Title,Option1 Name,Option1 Value,Variant Price,Glaze,Firing,Variant Note,Variant Fulfillment Service
cup,Cup,Size,S,5,Celadon,1200,first,manual
cup,,,L,6,,1250,,manual
`);
  expect(products[0]!.attributes).toEqual({ Glaze: 'Celadon', Firing: '' });
  expect(products[0]!.variants.map(({ attributes }) => attributes)).toEqual([
    { 'Variant Fulfillment Service': 'manual', Firing: '1200', 'Variant Note': 'first' },
    { 'Variant Fulfillment Service': 'manual', Glaze: '', Firing: '1250', 'Variant Note': '' }
  ]);
});

test('a cell that a picture’s row has no place for is warned of', async () => {
  const { log } = await parseProducts(
    'Handle,Title,Glaze,Image Src\ncup,Cup,Celadon,https://pictures.example/1.jpg\ncup,,Blue,https://pictures.example/2.jpg\n'
  );
  expect(codesOf(log)).toEqual(['unknown_column', 'ignored_value']);
});

test('of many issues the first thousand are kept and all are counted', async () => {
  const lines = Array.from({ length: 1_200 }, (_, at) => `lamp-${at},Lamp,Title,Default Title,,,x`);
  const { log } = await rows(...lines);
  expect([log.issues.length, log.errors, log.spoiled.size]).toEqual([1_000, 1_200, 1_200]);
});

test('errors name the record, the line, the column, the value and what to do', async () => {
  const { log } = await parseProducts(
    'Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant Price\nlamp,Lamp,"two\nlines",Title,Default Title,5\nmug,Mug,,Title,Default Title,cheap\n'
  );
  expect(log.issues).toEqual([
    {
      record: 3,
      line: 4,
      column: 'Variant Price',
      code: 'bad_number',
      severity: 'error',
      value: 'cheap',
      message: 'Write the amount as a plain number with a point, as in 1499.50, without signs or separators.'
    }
  ]);
});
