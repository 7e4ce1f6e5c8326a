import { expect, test } from 'vitest';
import { wayLinks } from './way-links.ts';

test('each way that is still open leads to where it is done, and none of them twice to one place', () => {
  const at = { orderKey: 'KEY', changePaths: ['/orders/KEY/change/1'] };
  expect(wayLinks(['change-way', 'return', 'exchange', 'support', 'appeal', 'reorder'], at)).toEqual([
    { label: 'Change how it comes', href: '/orders/KEY/change/1' },
    { label: 'Give it back once it is with you', href: '/orders/KEY/returns/new' },
    { label: 'Talk to one of us', href: '/assistant?order=KEY' },
    { label: 'Order it again', href: '/orders/KEY/again' }
  ]);
});

test('of several parcels the order’s page is shown, and what cannot be told anything any more is not offered', () => {
  const open = ['change-way', 'cancel-rest'] as const;
  const cancel = { label: 'Cancel what nobody has begun with', href: '/orders/KEY/changes?what=cancel' };
  expect(wayLinks(open, { orderKey: 'KEY', changePaths: ['/a', '/b'] })).toEqual([
    { label: 'Change how it comes', href: '/orders/KEY#parcels' },
    cancel
  ]);
  expect(wayLinks(open, { orderKey: 'KEY', changePaths: [] })).toEqual([cancel]);
});
