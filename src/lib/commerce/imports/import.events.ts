import type { Fact } from '#lib/kernel/fact.ts';

/** A file of the office is to be looked at, or, once somebody said so, brought in. */
export type ImportAsked = Fact<'import.asked', { importId: string; does: 'look' | 'bring' }>;
export type ImportEvent = ImportAsked;

export const importTopic = (importId: string): string => `import:${importId}`;
