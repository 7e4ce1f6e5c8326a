const MINUTE_MS = 60_000;

/** How long what is mailed works. */
export const CODE_MS = 10 * MINUTE_MS;
export const RESET_MS = 30 * MINUTE_MS;
export const EMAIL_MS = 60 * MINUTE_MS;
export const LINK_MS = 24 * 60 * MINUTE_MS;

/** How long a device may take to sign with a passkey. */
export const CHALLENGE_MS = 5 * MINUTE_MS;

export const CODE_DIGITS = 6;
export const CODE_TRIES = 5;
/** Crockford characters of a link: 130 bits. */
export const LINK_LENGTH = 26;
