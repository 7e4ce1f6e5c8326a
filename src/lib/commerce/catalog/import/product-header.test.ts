import { expect, test } from 'vitest';
import { codesOf, parseProducts } from '#tests/fixtures/parse-text.ts';
import { columnName, PRODUCT_COLUMNS } from './product-columns.ts';

const issuesOf = async (header: string) => (await parseProducts(`${header}\n`)).log.issues;

test('all names of a generation are known, whatever their capitals, spaces and order', async () => {
  for (const generation of [2, 3] as const) {
    const names = PRODUCT_COLUMNS.map((column) => ` ${columnName(column, generation).toUpperCase()} `).toReversed();
    expect(await issuesOf(names.join(','))).toEqual([]);
  }
});

test('a file without handle and title has no header', async () => {
  expect(await issuesOf('Name,Amount')).toMatchObject([
    { code: 'unknown_column' },
    { code: 'unknown_column' },
    { code: 'no_header', message: expect.stringContaining('Name, Amount') }
  ]);
  expect(codesOf((await parseProducts('')).log)).toEqual(['no_header']);
});

test('the same name twice is refused, capitals and spaces aside', async () => {
  expect(await issuesOf('Handle,Title, title ')).toMatchObject([{ code: 'duplicate_header', column: 'title' }]);
});

test('two names for one meaning are refused', async () => {
  const issues = await issuesOf('Handle,URL handle,Title,Option1 Name,Option1 Value,Variant Price,Price');
  expect(issues.map(({ code, column }) => [code, column])).toEqual([
    ['mixed_header', 'URL handle'],
    ['mixed_header', 'Price']
  ]);
});

test('columns of variants need the first option', async () => {
  expect(await issuesOf('Handle,Title,Variant Price')).toMatchObject([{ code: 'bad_options', column: 'Variant Price' }]);
});

test('a fourth option is one too many', async () => {
  const issues = await issuesOf('Handle,Title,Option1 Name,Option1 Value,Option4 Name');
  expect(issues).toContainEqual(expect.objectContaining({ code: 'bad_options', column: 'Option4 Name' }));
});

test('a handle alone changes nothing: the title column is needed', async () => {
  expect(await issuesOf('Handle,Vendor')).toMatchObject([{ code: 'missing_title' }]);
});

test('each unknown column is warned of once, known attributes are not', async () => {
  const { log } = await parseProducts(
    'Handle,Title,Colour code,Google Shopping / MPN,Glaze (product.metafields.facts.glaze),Included / India\na,A,1,2,3,TRUE\nb,B,1,2,3,TRUE\n'
  );
  expect(log.issues).toMatchObject([{ code: 'unknown_column', column: 'Colour code', severity: 'warning', record: 1 }]);
});

test('an unknown market is warned of once, with the known ones', async () => {
  const { log, products } = await parseProducts('Handle,Title,Included / Narnia,Price / Narnia,Compare At Price / Narnia\na,A,TRUE,5,6\n');
  expect(log.issues).toMatchObject([{ code: 'unknown_market', value: 'Narnia', message: expect.stringContaining('India, United States') }]);
  expect(products[0]!.attributes).toEqual({ 'Included / Narnia': 'TRUE', 'Price / Narnia': '5', 'Compare At Price / Narnia': '6' });
});

test('blank headers at the end are no columns', async () => {
  expect(await issuesOf('Handle,Title,,')).toEqual([]);
});
