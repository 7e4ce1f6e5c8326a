import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { standardPolicy } from './standard-policy.ts';

test.each(['src/lib/commerce/catalog/ProductFacts.svelte', 'src/routes/(shop)/+page.svelte'])(
  'what %s promises in words is what the shop begins with',
  (file) => {
    const [, days] = /(\d+) days to change your mind/.exec(readFileSync(file, 'utf8')) ?? [];
    expect(Number(days)).toBe(standardPolicy.returns.days);
  }
);
