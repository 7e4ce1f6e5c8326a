import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

/**
 * A slip lies in a parcel and opens it with one more fact. An alert is the way out of mails about goods. A grant is a way into somebody else's cart
 * that can be taken back: `cart-access.server.ts`. With `heard` one hears that something happens to an order, and reads nothing of it: for staff
 * pages that show a part of it. A talk's opens nothing: it says which talk a mail answers.
 */
export type KeyKind = 'cart' | 'order' | 'heard' | 'grant' | 'alert' | 'slip' | 'talk';
export type AccessKeys = {
  /** 128 bits of id and 128 bits of MAC: whoever holds it may open that one thing. Nothing is stored. */
  make: (kind: KeyKind, id: string) => string;
  /** The id, or undefined for whatever was not made here. */
  open: (kind: KeyKind, key: string) => string | undefined;
  /** 256 bits that nobody can tell without the secret: for codes that are shown again but stored nowhere, and for what stands in their place. */
  seal: (use: string, text: string) => Buffer;
};

const ID_BYTES = 16;
const LENGTH = 43;
/** Whoever buys comes ten times with the same two keys; older ones are forgotten together. */
const REMEMBERED = 4096;

export function accessKeys(text: string): AccessKeys {
  const secret = createSecretKey(text, 'utf8');
  const mac = (kind: KeyKind, id: Buffer) => createHmac('sha256', secret).update(`${kind}:`).update(id).digest().subarray(0, ID_BYTES);
  // Only keys that opened something. A key opens the same for ever, or never; what was taken back is looked up behind this.
  const opened = new Map<string, string>();

  function check(kind: KeyKind, key: string): string | undefined {
    if (key.length !== LENGTH || !/^[\w-]+$/.test(key)) return undefined;
    const bytes = Buffer.from(key, 'base64url');
    const id = bytes.subarray(0, ID_BYTES);
    if (bytes.toString('base64url') !== key || !timingSafeEqual(bytes.subarray(ID_BYTES), mac(kind, id))) return undefined;
    return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  return {
    make(kind, id) {
      const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
      return Buffer.concat([bytes, mac(kind, bytes)]).toString('base64url');
    },
    open(kind, key) {
      const known = opened.get(`${kind}:${key}`);
      if (known !== undefined) return known;
      const id = check(kind, key);
      if (id === undefined) return undefined;
      if (opened.size >= REMEMBERED) opened.clear();
      opened.set(`${kind}:${key}`, id);
      return id;
    },
    // A name of the use that no kind of key begins with, so that a seal is never half a key.
    seal: (use, words) => createHmac('sha256', secret).update(`seal ${use}:${words}`).digest()
  };
}
