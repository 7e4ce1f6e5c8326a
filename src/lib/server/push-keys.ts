import { createECDH } from 'node:crypto';

export type KeyPair = { publicKey: string; privateKey: string };

/** The pair of our private key: 32 bytes, base64url. @throws when it is none */
export function keyPairOf(privateKey: string): KeyPair {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(privateKey, 'base64url');
  return { publicKey: curve.getPublicKey('base64url'), privateKey };
}

/** Whom a push service may write to: it takes the address of a mailbox or of a site, and no bare name. */
export function subjectOf(mailFrom: string | undefined, origin: string | undefined): string {
  const mailbox = mailFrom && /[^\s<>@]+@[^\s<>@]+/.exec(mailFrom)?.[0];
  if (mailbox) return `mailto:${mailbox}`;
  return origin?.startsWith('https:') ? origin : 'mailto:shop@mez.example';
}
