export const supportCodes = ['action-changed', 'action-elsewhere', 'action-expired', 'action-over'] as const;
export type SupportCode = (typeof supportCodes)[number];

/** Said in the talk, and nowhere else: no other page carries them. */
export const SUPPORT_SENTENCES: Record<SupportCode, () => string> = {
  'action-changed': () => 'This is not what was shown. Nothing was done: ask for it once more and look at it.',
  'action-elsewhere': () => 'This was shown on another device. Confirm it there, or ask for it once more here.',
  'action-expired': () => 'This was shown more than ten minutes ago. Nothing was done: ask for it once more to see how it stands now.',
  'action-over': () => 'This is over: it was confirmed before, or something else was asked for meanwhile.'
};

export const isSupportCode = (code: string): code is SupportCode => (supportCodes as readonly string[]).includes(code);
