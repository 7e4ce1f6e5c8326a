import { crockford } from '#lib/kernel/crockford.ts';
import { CODE_LENGTH, TOKEN_LENGTH, type Shown } from './hand-over-code.ts';

type Seal = (use: string, text: string) => Uint8Array;

/** What the owner is shown. Made anew from the offer's id each time, so that it is stored nowhere and yet survives a reload. */
export function shownFor(seal: Seal, handOverId: string): { code: string; token: string } {
  return {
    code: crockford(seal('hand-over code', handOverId).subarray(0, CODE_LENGTH)),
    token: crockford(seal('hand-over token', handOverId).subarray(0, TOKEN_LENGTH))
  };
}

/** What stands in the database instead of a code or a token. */
export function sealOf(seal: Seal, shown: Shown): { by: 'code' | 'token'; seal: string } {
  const [by, text] = 'code' in shown ? (['code', shown.code] as const) : (['token', shown.token] as const);
  return { by, seal: hex(seal(`typed ${by}`, text)) };
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
