import type { Shop } from './shop.ts';

/** 32 bytes in letters and digits of one case: mail programs may write an address in small letters, and a key would be another one then. */
const LENGTH = 52;
const BASE = 32;
const IN_ADDRESS = /\+([0-9a-v]{52})@/gi;
/** Nobody has so many recipients, and whoever names more finds nothing. */
const LONGEST = 2_000;

/** Where a mail that answers one of ours goes. It opens nothing: whoever writes there must also be whose talk it is. */
export function replyAddress({ keys, replyTo }: Pick<Shop, 'keys' | 'replyTo'>, threadId: string): string {
  const hex = Buffer.from(keys.make('talk', threadId), 'base64url').toString('hex');
  return replyTo.replace('@', `+${BigInt(`0x${hex}`).toString(BASE).padStart(LENGTH, '0')}@`);
}

/** Which talk a mail answers, by what stands in its recipients; undefined for whatever was not made here. */
export function threadAnswered({ keys }: Pick<Shop, 'keys'>, recipients: string): string | undefined {
  for (const [, letters = ''] of recipients.slice(0, LONGEST).matchAll(IN_ADDRESS)) {
    const hex = hexOf(letters);
    const threadId = hex && keys.open('talk', Buffer.from(hex, 'hex').toString('base64url'));
    if (threadId) return threadId;
  }
  return undefined;
}

function hexOf(letters: string): string | undefined {
  let number = 0n;
  for (const letter of letters) number = number * BigInt(BASE) + BigInt(Number.parseInt(letter, BASE));
  const hex = number.toString(16).padStart(64, '0');
  return hex.length === 64 ? hex : undefined;
}
