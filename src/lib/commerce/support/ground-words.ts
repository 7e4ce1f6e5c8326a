import type { ShownGround } from './talk-message.ts';

/** What an answer rests on, as it is kept beside it. */
export type KeptGround = { what: string; id: string; at: string | null };

/** Where the things are shown that a talk rests on, by their id. */
export type GroundLinks = { orderHrefs: Readonly<Record<string, string>> };

const WORDS: Partial<Record<string, string>> = {
  stock: 'What the shelf has',
  product: 'The catalogue',
  place: 'The hours of the store',
  return: 'The return',
  ticket: 'What one of us has',
  faq: 'What we answer in Help'
};

/** Each thing once, whatever of it was used: an order of whose history three steps were read is one. */
export function groundWords(grounds: readonly KeptGround[], { orderHrefs }: GroundLinks): ShownGround[] {
  const shown = grounds.map((ground) => shownGround(ground, orderHrefs));
  return shown.filter(({ words, href }, at) => shown.findLastIndex((one) => one.words === words && one.href === href) === at);
}

function shownGround({ what, id, at }: KeptGround, orderHrefs: GroundLinks['orderHrefs']): ShownGround {
  if (what === 'event') return { words: 'What happened to the order', at, href: orderHrefs[orderOfGround(id) ?? ''] };
  if (what === 'policy') return { words: `Our policy ${id.replace(/^policy:/, '')}`, at, href: '/help' };
  return { words: WORDS[what] ?? 'Our own records', at, href: undefined };
}

/** Of which order it is an event: `order:ID@VERSION`. */
export const orderOfGround = (id: string): string | undefined => /^order:([0-9a-f-]{36})@/.exec(id)?.[1];
