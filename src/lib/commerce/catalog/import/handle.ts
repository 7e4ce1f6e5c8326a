/** A handle for addresses: small letters and digits of any script, joined by hyphens. "Clay Pot, large" is clay-pot-large. */
export function handleFrom(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^\p{L}\p{M}\p{N}_]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/** The handle as it is written, if an address can hold it; else made fit for one. Blank when nothing of it is left. */
export function fitHandle(written: string): string {
  const low = written.trim().toLowerCase();
  return /^[\p{L}\p{M}\p{N}_-]+$/u.test(low) ? low : handleFrom(low);
}

/** The first of handle, handle-2, handle-3 … that is free. */
export function freeHandle(wanted: string, isFree: (handle: string) => boolean): string {
  const base = wanted === '' ? 'product' : wanted;
  let handle = base;
  for (let number = 2; !isFree(handle); number++) handle = `${base}-${number}`;
  return handle;
}
