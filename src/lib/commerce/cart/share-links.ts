/** Links of one cart that are open at the same time. */
export const MOST_LINKS = 20;
/** How long a link opens the cart: as long as people plan a gift. */
export const SHARE_MS = 30 * 86_400_000;

/** A link as its owner sees it in the list. */
export type ShareLink = { id: string; grantKey: string; may: 'view' | 'edit'; label: string; madeAt: string; expiresAt: string };

export const mayText = (may: 'view' | 'edit'): string => (may === 'edit' ? 'May change what is in it' : 'May only look');
