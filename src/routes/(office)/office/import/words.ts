import type { ImportFileState } from '#lib/commerce/imports/import-file.machine.ts';
import type { ImportKind } from '#lib/commerce/imports/import-file.ts';

export const kindWords: Record<ImportKind, string> = { state: 'State of a store', catalogue: 'Products or stock' };

export const fileWords: Record<ImportFileState, string> = {
  receiving: 'On its way to us',
  received: 'We look at it',
  ready: 'Can go in',
  confirmed: 'Goes in now',
  done: 'Is in',
  refused: 'Cannot go in',
  lapsed: 'Thrown away'
};

/** Something is being done with it that its page will tell of. */
export const isUnderWay = (state: ImportFileState): boolean => ['receiving', 'received', 'confirmed'].includes(state);
