import { AIMessage, AIMessageChunk, type BaseMessage } from 'langchain';
import { unsupportedIn } from './grounding.ts';
import type { Run } from './run.ts';
import { sentencesOf } from './sentences.ts';
import { supportOf } from './support.ts';

/** Called with each sentence that may be shown, as it comes. */
export type OnPiece = (text: string) => void;

/** `unsupported`: what its words assert and no tool has said. */
export type Listened = { words: string; last: AIMessage | undefined; unsupported: string[] };

export type Hearing = { run: Run; quoted: readonly string[]; onPiece: OnPiece };

/** The end of a run that was not followed: each sentence is looked at and shown, as if it had been. */
export function heardAtOnce(messages: readonly BaseMessage[], { run, quoted, onPiece }: Hearing): Listened {
  const check = checking({ run, quoted });
  const last = messages.findLast((message) => AIMessage.isInstance(message));
  const words = finalWords(last);
  const unsupported: string[] = [];
  for (const sentence of sentencesOf(words)) {
    unsupported.push(...check(sentence));
    if (unsupported.length === 0) onPiece(sentence);
  }
  return { words, last, unsupported };
}

type Part = ['messages', [BaseMessage, Record<string, unknown>]] | ['values', { messages?: BaseMessage[] }];

/**
 * Follows a run of the graph. Each sentence is looked at before it is shown; from the first that says what nothing supports no more is shown. What a
 * model says before it calls a tool is shown, and is no part of the answer.
 */
export async function listened(stream: AsyncIterable<unknown>, { run, quoted, onPiece }: Hearing): Promise<Listened> {
  let messages: BaseMessage[] = [];
  let [id, heard] = ['', ''];
  const check = checking({ run, quoted });
  const shown = showing(check, onPiece);
  for await (const part of stream) {
    const [mode, value] = part as Part;
    if (mode === 'values') messages = value.messages ?? messages;
    if (mode !== 'messages' || !AIMessageChunk.isInstance(value[0])) continue;
    const [chunk] = value;
    if (chunk.id !== undefined && chunk.id !== id) {
      [id, heard] = [chunk.id, ''];
      shown.begin();
    }
    heard += chunk.text;
    shown.upTo(sentencesOf(heard).slice(0, -1));
  }
  const last = messages.findLast((message) => AIMessage.isInstance(message));
  const words = finalWords(last);
  if (heard.trim() === words) shown.upTo(sentencesOf(heard));
  return { words, last, unsupported: sentencesOf(words).flatMap(check) };
}

/** A message that calls tools is no answer yet. */
const finalWords = (last: AIMessage | undefined): string =>
  last === undefined || (last.tool_calls ?? []).length > 0 ? '' : last.text.trim();

type Checking = { run: Run; quoted: readonly string[] };

/** What supports the words is gathered anew only when another tool has answered. */
function checking({ run, quoted }: Checking): (sentence: string) => string[] {
  let [many, support] = [-1, supportOf([])];
  return (sentence) => {
    const { steps, shop } = run;
    if (steps.length !== many)
      [many, support] = [
        steps.length,
        supportOf(
          steps.map(({ answer }) => answer),
          quoted
        )
      ];
    return unsupportedIn(sentence, support, shop.now());
  };
}

function showing(check: (sentence: string) => string[], onPiece: OnPiece) {
  let many = 0;
  let isSilent = false;
  return {
    begin: () => void (many = 0),
    upTo(sentences: readonly string[]): void {
      for (const sentence of sentences.slice(many)) {
        many += 1;
        isSilent ||= check(sentence).length > 0;
        if (!isSilent) onPiece(sentence);
      }
    }
  };
}
