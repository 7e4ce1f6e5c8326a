import { hash, verify } from '@node-rs/argon2';

/** Costs as much to look at as the hashes we make (a test holds that); it was made of random bytes that nobody knows. */
export const NOBODYS_HASH = '$argon2id$v=19$m=19456,t=2,p=1$UxbYdc9lmHiyvvA2nJiekQ$j9rHQd8r9RXscUrJs60EqbpZyOkhHZB3PKADU3RmXuA';

/** argon2id, in the strength of `NOBODYS_HASH`. */
export const hashPassword = async (password: string): Promise<string> => hash(password);

/** Takes as long where there is no password to compare with. */
export async function isPassword(stored: string | null | undefined, typed: string): Promise<boolean> {
  return (await verify(stored ?? NOBODYS_HASH, typed)) && typeof stored === 'string';
}
