/** Colours come with the scheme and places with the width: each is looked at once, and not each with each. */
export const LOOKS = [
  { colorScheme: 'light', width: 390 },
  { colorScheme: 'dark', width: 1440 }
] as const;
