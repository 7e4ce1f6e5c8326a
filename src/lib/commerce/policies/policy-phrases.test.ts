import { expect, test } from 'vitest';
import { policyFieldPaths, policyFields, triggerWords } from './policy-fields.ts';
import { cancelReasons, returnReasons } from './policy.ts';
import { choiceWords } from './policy-phrases.ts';

const reasons = new Set<string>([...cancelReasons, ...returnReasons]);

test('every choice of a profile but a reason says in words of its own what it means, and no two of a field say the same', () => {
  const fields = policyFieldPaths.flatMap((path) => {
    const field = policyFields[path];
    return 'of' in field ? [field.of as readonly string[]] : [];
  });
  for (const choices of [...fields, triggerWords]) {
    const told = choices.map(choiceWords);
    expect(new Set(told).size).toBe(choices.length);
    expect(told.filter((words) => /[-_]/.test(words))).toEqual([]);
    const plain = choices.filter((word) => /[-_]/.test(word) && !reasons.has(word) && choiceWords(word) === word.replaceAll(/[-_]/g, ' '));
    expect(plain).toEqual(['on_hold', 'gift_card', 'store_credit', 'store-credit'].filter((word) => choices.includes(word)));
  }
});
