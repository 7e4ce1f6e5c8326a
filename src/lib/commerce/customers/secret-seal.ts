import type { SecretKind } from '#db/queries/one-time-secrets.ts';
import type { Shop } from '#lib/server/shop.ts';

/** What stands in the table in the place of something secret: nobody makes it, or finds out what it stands for, without the shop's own secret. */
export const sealed = (shop: Pick<Shop, 'keys'>, use: SecretKind | 'browser' | 'passkey', text: string): string =>
  shop.keys.seal(`one-time ${use}`, text).toString('base64url');
