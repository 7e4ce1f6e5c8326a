/** Links of one cart that are open at the same time. */
export const MOST_LINKS = 20;
/** How long a link opens the cart: as long as people plan a gift. */
export const SHARE_MS = 30 * 86_400_000;

export const mayText = (may: 'view' | 'edit'): string => (may === 'edit' ? 'May change what is in the cart' : 'May only look');

/** What leads to the links of a cart: "Share this cart", "Shared by 2 links". */
export const shareText = (links: number): string =>
  links === 0 ? 'Share this cart' : links === 1 ? 'Shared by 1 link' : `Shared by ${links} links`;

/** Something that whoever came by a link may put in. */
export type PickedThing = { variantId: string; title: string; priceMinor: number };
