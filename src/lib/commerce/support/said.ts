import type { Author } from './who.ts';
import { supportTopic, type SupportSaid } from './support.events.ts';

export type Said = { threadId: string; messageId: string; author: Author; seq: number; version: number; byMail?: boolean };

/** What is told of a message: that there is one. Its words stay where they are. */
export const saidEvent = ({ threadId, messageId, author, seq, version, byMail = false }: Said): SupportSaid => ({
  type: 'support.said',
  topic: supportTopic(threadId),
  version,
  threadId,
  messageId,
  author,
  seq,
  ...(byMail && { byMail })
});

/** So much of a message is read and kept. */
const LONGEST_MESSAGE = 4_000;
/** So much is looked through for secrets; what comes after it is not even kept that long. */
const LOOKED_THROUGH = 64_000;

/** Only what a database keeps, and no more than may be said at once. `masked` takes out what nobody may keep. */
export function keptWords(words: string, masked: (text: string) => string): { words: string; isCut: boolean } {
  const clean = masked(words.slice(0, LOOKED_THROUGH).toWellFormed().replaceAll('\0', '')).trim();
  const cut = clean.slice(0, LONGEST_MESSAGE).toWellFormed();
  return { words: cut, isCut: cut.length < clean.length || words.length > LOOKED_THROUGH };
}
