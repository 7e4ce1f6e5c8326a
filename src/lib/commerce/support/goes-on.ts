/** A talk that is there when somebody signs in. `isOwn`: of the account already; `lastAt`: when the last word was said, null for none. */
export type TalkAtSignIn = { id: string; isOwn: boolean; isOfOrder: boolean; isQuiet: boolean; lastAt: Date | null };

/** `goesOn`: the one in which the last word was said. `aside`: the account's own, where another goes on. */
export type TalksTogether = { goesOn: string; aside: string | undefined; brought: TalkAtSignIn[]; isQuiet: boolean };

const lastOf = ({ lastAt }: TalkAtSignIn): number => lastAt?.getTime() ?? -Infinity;

/**
 * Which of several talks goes on: whoever signs in does so in the middle of one. The others stay whole beside it, with their numbers, tickets and
 * log. What the account wished about news holds for whichever goes on. Undefined where nothing comes along.
 */
export function talksTogether(talks: readonly TalkAtSignIn[]): TalksTogether | undefined {
  const own = talks.find(({ isOwn }) => isOwn);
  const brought = talks.filter(({ isOwn }) => !isOwn);
  const newest = brought.reduce<TalkAtSignIn | undefined>((best, one) => (best && lastOf(best) >= lastOf(one) ? best : one), undefined);
  if (!newest) return undefined;
  const isOwnNewer = own !== undefined && lastOf(own) > lastOf(newest);
  return {
    goesOn: isOwnNewer ? own.id : newest.id,
    aside: own && !isOwnNewer ? own.id : undefined,
    brought,
    isQuiet: (own ?? newest).isQuiet
  };
}
