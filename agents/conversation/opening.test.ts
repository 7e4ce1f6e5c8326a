import { expect, test } from 'vitest';
import { tools } from '../tools/all-tools.ts';
import { claimsIn } from './claims.ts';
import { openingFor } from './opening.ts';

const guest = { as: 'guest' as const, orderId: 'o' };

test('what is looked at is said in the language of the talk, and nothing where nothing is or can be looked at', () => {
  expect(openingFor({ who: guest, language: 'en' }, 'order_status')).toBe('I look at your orders. ');
  expect(openingFor({ who: guest, language: 'hinglish' }, 'cancel')).toBe('Dekhta hoon ki usse kya hoga. ');
  expect(openingFor({ who: guest, language: 'other' }, 'faq_search')).toBe('I look that up. ');
  expect(openingFor({ who: guest, language: 'en' }, 'hand_over')).toBeUndefined();
  const nobody = { who: { as: 'anonymous' as const }, language: 'en' as const };
  expect([openingFor(nobody, 'my_orders'), openingFor(nobody, 'find_product')]).toEqual([undefined, 'I look through our things. ']);
});

test('no opening asserts anything that a tool would have to say', () => {
  for (const language of ['en', 'hi', 'hinglish'] as const) {
    for (const { name } of tools) {
      const claims = claimsIn(openingFor({ who: guest, language }, name) ?? '');
      expect(Object.values(claims).flat(), `${name} in ${language}`).toEqual([]);
    }
  }
});
