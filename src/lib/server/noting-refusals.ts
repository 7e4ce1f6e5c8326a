import { noteRefusedSignIn, type SignInWay } from '#db/queries/refused-sign-ins.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import type { Shop } from './shop.ts';

/** Lets a shopper in, or counts why not, for the office: by the hour, and never who it was or where from. */
export async function notingRefusals<T>(shop: Pick<Shop, 'db' | 'now'>, way: SignInWay, lettingIn: () => Promise<T>): Promise<T> {
  try {
    return await lettingIn();
  } catch (fault) {
    if (isRefusal(fault)) await noteRefusedSignIn(shop.db, { way, code: fault.code, at: shop.now() });
    throw fault;
  }
}
