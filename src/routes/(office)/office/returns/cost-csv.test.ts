import { expect, test } from 'vitest';
import { costCsv } from './cost-csv.ts';

test('each product and place has a line, and one for each of its reasons', () => {
  const reasons = [
    { reason: 'too-small' as const, units: 2 },
    { reason: 'other' as const, units: 1 }
  ];
  const csv = costCsv({
    costs: [{ title: 'Mug, blue', units: 3, goodsMinor: 147_050, reasons }],
    places: [{ name: 'Indiranagar', units: 3, forSale: 2, goodsMinor: 147_050, reasons: [] }],
    currency: 'INR'
  });
  expect(csv.split('\n')).toEqual([
    'by,name,reason,units,for sale again,worth,currency',
    'product,"Mug, blue",,3,,1470.50,INR',
    'product,"Mug, blue",too-small,2,,,',
    'product,"Mug, blue",other,1,,,',
    'place,Indiranagar,,3,2,1470.50,INR',
    ''
  ]);
});

test.each(['=HYPERLINK("http://evil.example","Mug")', '+1', '-1+2', '@SUM(A1)', '\t=1'])(
  'the name %s is no formula in a spreadsheet',
  (title) => {
    const csv = costCsv({ costs: [{ title, units: 1, goodsMinor: 1, reasons: [] }], places: [], currency: 'INR' });
    const [, line = ''] = csv.split('\n');
    expect(line.startsWith("product,'") || line.startsWith('product,"\'')).toBe(true);
  }
);
