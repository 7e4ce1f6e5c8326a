import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consentCodeOf, consentSealOf, lookerOf, readConsentCode, spacedConsentCode } from './consent.ts';

const seal = (use: string, text: string) => createHmac('sha256', 'a secret of this test').update(`${use}:${text}`).digest();

test('a code has six digits, the same for the same consent, and is read however it is spaced', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const code = consentCodeOf(seal, id);
      expect(code).toMatch(/^\d{6}$/);
      expect(consentCodeOf(seal, id)).toBe(code);
      expect(readConsentCode(` ${spacedConsentCode(code)} `)).toBe(code);
      expect(consentSealOf(seal, code)).not.toContain(code);
    })
  );
});

test('what is no code is none', () => {
  for (const typed of ['', '12345', '1234567', '12a456', '१२३४५६', '123456\0', 'rhea@example.com', ' '.repeat(60) + '123456'])
    expect(readConsentCode(typed)).toBeUndefined();
});

test('a customer reads the first name and the place of whoever looks', () => {
  expect(lookerOf('Asha Rao', 'Indiranagar')).toBe('Asha at Indiranagar');
});
