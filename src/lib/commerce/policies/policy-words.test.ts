import { expect, test } from 'vitest';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { obey } from './obey.ts';
import { policySentence, wordsFor } from './policy-words.ts';
import { policyCodes } from './policy.ts';

test('every "no" of a policy has a sentence of its own, with what its ruling said and without', () => {
  const sentences = policyCodes.flatMap((code) => [policySentence(code), policySentence(code, '3')]);
  for (const sentence of sentences) {
    expect(sentence).toMatch(/^[A-Z0-9].+\.$/);
    expect(sentence).not.toContain('undefined');
  }
  expect(new Set(policyCodes.map((code) => policySentence(code))).size).toBe(policyCodes.length);
});

test('the code of a policy is that of the answer, and what the shop refuses besides is told as before', () => {
  const by = { profile: 'standard', version: 1, rule: 'cancel' };
  try {
    obey({ allowed: false, by, code: 'item-changes-used', detail: '1', open: ['exchange'] }, { orderId: 'o', asked: 'swap' });
  } catch (fault) {
    expect(refusalToHttp(fault)).toEqual({
      status: 409,
      code: 'item-changes-used',
      detail: '1',
      message: 'Things of an order are changed once at most. You can cancel it and order anew.',
      open: ['exchange']
    });
  }
  expect(obey({ allowed: true, by }, { orderId: 'o', asked: 'swap' })).toEqual({ allowed: true, by });
  expect(wordsFor('out-of-stock')).toBe('None left. Somebody took the last one just now.');
  expect.assertions(3);
});
