/** A number as people type it: with or without dash and spaces, in any case. */
export function typedNumber(typed: string): string {
  const plain = typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  return plain.startsWith('MZ') ? `MZ-${plain.slice(2)}` : `MZ-${plain}`;
}

/** All that may be meant: a number of ours, or one that another system gave, as it stands and without the # before it. */
export function meantNumbers(typed: string): string[] {
  const plain = typed.trim().slice(0, 200);
  return [...new Set([typedNumber(plain), plain, plain.replace(/^#/, '')])];
}

/** Whether what somebody knows beside the number is that of the order: its e-mail, or the postcode it goes to. */
export function provesOrder({ email, postcode }: { email: string; postcode: string }, typed: string): boolean {
  const proof = typed.trim().toLowerCase();
  if (proof === '') return false;
  return proof.includes('@')
    ? proof === email
    : postcode !== '' && proof.replaceAll(/\s/g, '') === postcode.toLowerCase().replaceAll(/\s/g, '');
}
