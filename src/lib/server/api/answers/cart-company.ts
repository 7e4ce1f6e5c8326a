import type { HandOverState } from '#lib/commerce/hand-over/hand-over-state.ts';
import { spacedCode } from '#lib/commerce/hand-over/hand-over-code.ts';
import { shownFor } from '#lib/commerce/hand-over/hand-over-secrets.ts';
import { receiptText, type ReceiptLine } from '#lib/commerce/cart/merge-receipt.ts';
import type { SavedView } from '#lib/commerce/cart/saved-view.ts';
import type { Shop } from '../../shop.ts';

export function savedAnswer({ variantId, quantity, title, handle, options, currency, ...saved }: SavedView) {
  const { unitPriceMinor, priceNowMinor, reason, savedAt } = saved;
  return { variantId, quantity, title, handle, options, currency, unitPriceMinor, priceNowMinor, reason, savedAt };
}

type Shared = { id: string; may: 'view' | 'edit'; label: string; madeAt: Date; expiresAt: Date };

export function shareAnswer(shop: Shop, { id, may, label, madeAt, expiresAt }: Shared) {
  const grantKey = shop.keys.make('grant', id);
  const times = { madeAt: madeAt.toISOString(), expiresAt: expiresAt.toISOString() };
  return { grantId: id, grantKey, may, label, url: `${shop.origin}/c/${grantKey}`, ...times };
}

/** The code and the link of a hand-over; they are computed from its id and shown to the owner alone. */
export function offerAnswer(shop: Shop, { id, expiresAt }: { id: string; expiresAt: Date }) {
  const { code, token } = shownFor(shop.keys.seal, id);
  return { handOverId: id, code: spacedCode(code), url: `${shop.origin}/go/${token}`, expiresAt: expiresAt.toISOString() };
}

export function handOverAnswer(shop: Shop, { out, opened, taken, askedMinor, guesses }: HandOverState) {
  return {
    out: out && offerAnswer(shop, out),
    opened: opened.map(({ id, by, at }) => ({ handOverId: id, by, at: at.toISOString() })),
    taken: taken && { by: taken.by, at: taken.at.toISOString() },
    askedMinor,
    guesses
  };
}

export function receiptAnswer(line: ReceiptLine, currency: string) {
  const { kind, variantId, pickupNodeId, title } = line;
  return { kind, variantId, pickupNodeId, title, words: receiptText(line, currency) };
}
