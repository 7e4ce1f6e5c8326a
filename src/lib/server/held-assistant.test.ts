import { expect, test } from 'vitest';
import { heldAssistant, holdAssistant } from './held-assistant.ts';

test('where the process has said how, pages take its assistant and load none of their own, also from another copy of this file', async () => {
  const own = async () => 'of the pages';
  expect(await heldAssistant(own)).toBe('of the pages');
  const copy = (await import(`${import.meta.resolve('./held-assistant.ts')}?of=the-bundle`)) as { heldAssistant: typeof heldAssistant };
  expect(copy.heldAssistant).not.toBe(heldAssistant);
  holdAssistant(async () => 'of the process');
  expect([await heldAssistant(own), await copy.heldAssistant(own)]).toEqual(['of the process', 'of the process']);
});
