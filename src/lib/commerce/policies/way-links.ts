import { wayWords } from './policy-words.ts';
import type { WayOpen } from './policy.ts';

export type WayLink = { label: string; href: string };
/** `changePaths`: where its parcels are asked for in another way; empty when none can be any more. */
export type AroundWays = { orderKey: string; changePaths: readonly string[] };

/** What can be done instead, each as a link to where it is done. What would lead nowhere is left out. */
export function wayLinks(open: readonly WayOpen[], { orderKey, changePaths }: AroundWays): WayLink[] {
  const order = `/orders/${orderKey}`;
  const hrefs: Record<WayOpen, string | undefined> = {
    return: `${order}/returns/new`,
    exchange: `${order}/returns/new`,
    'cancel-rest': `${order}/changes?what=cancel`,
    // Of several parcels the order's page shows which can still be told something.
    'change-way': changePaths.length > 1 ? `${order}#parcels` : changePaths[0],
    store: '/stores',
    appeal: `/assistant?order=${orderKey}`,
    support: `/assistant?order=${orderKey}`,
    reorder: `${order}/again`
  };
  const links = open.flatMap((way) => (hrefs[way] === undefined ? [] : [{ label: wayWords(way), href: hrefs[way] }]));
  return links.filter(({ href }, at) => links.findIndex((link) => link.href === href) === at);
}
