/** The little of Kit's cookie jar that is needed here, so that this file knows no Kit. */
type Jar = {
  get: (name: string) => string | undefined;
  set: (
    name: string,
    value: string,
    options: { path: string; httpOnly: boolean; secure: boolean; sameSite: 'lax'; maxAge: number }
  ) => void;
};

/** Where the visitor wants things brought. Checked again each time it is read: a cookie is input like any other. */
const COOKIE = '__Host-postcode';
const YEAR_S = 365 * 86_400;

export const postcodeFrom = (jar: Jar): string | undefined => jar.get(COOKIE);

export function rememberPostcode(jar: Jar, code: string): void {
  jar.set(COOKIE, code, { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: YEAR_S });
}

/** Whether a request carries no cookie but this one: whoever sends it is nobody yet, and has nothing. */
export const bringsNothingElse = (cookies: string | null): boolean =>
  cookies === null || cookies.split(';').every((pair) => pair.trim().startsWith(`${COOKIE}=`));
