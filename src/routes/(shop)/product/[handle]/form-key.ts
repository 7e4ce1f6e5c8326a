/** A key nobody can guess: with the same one twice, a thing is put into the cart once. `randomUUID` is not there on a plain http page. */
export const newFormKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');
