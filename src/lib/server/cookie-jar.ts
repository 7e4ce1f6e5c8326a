type Options = { path: '/'; httpOnly: true; secure: true; sameSite: 'lax'; maxAge: number };

/** The little of Kit's cookie jar that is needed here, so that these files know no Kit. */
export type CookieJar = {
  get: (name: string) => string | undefined;
  set: (name: string, value: string, options: Options) => void;
};

/**
 * What all our cookies are: only this host gets them back and no script reads them. Secure also on http://localhost, where browsers
 * keep them, and a name that begins with `__Host-` promises that no other host set it.
 */
export const ownCookie = (maxAge: number): Options => ({ path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge });
