/**
 * What is said in something, without ids and hashes: those are hexadecimal digits by chance, and among a hundred of them one looks like
 * the digits that must not be there.
 */
export const withoutIds = (kept: unknown): string =>
  (typeof kept === 'string' ? kept : JSON.stringify(kept)).replaceAll(
    /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{64}\b/gi,
    '…'
  );
