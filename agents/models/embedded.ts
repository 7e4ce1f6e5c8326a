import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { BaseChatModel, type BindToolsInput } from '@langchain/core/language_models/chat_models';
import { AIMessage, AIMessageChunk, HumanMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import type { Answer } from '../answer.ts';
import { sentencesOf } from '../conversation/sentences.ts';
import type { Waits } from './embedded/dialog.ts';
import { nextOf, type Mind, type Next, type Said } from './embedded/plan.ts';

/** What it says besides words, with its message: cards, and what it waits to be told. */
export type Beside = Pick<Said, 'cards' | 'waits' | 'misses'>;

/**
 * The model that needs no key: it understands by what it was taught, picks the tool, and fills templates from what the tool says. One is made for
 * each turn, with what is known of the shop at that moment.
 */
export class EmbeddedModel extends BaseChatModel {
  private readonly mind: Mind;
  private readonly misses: number;

  constructor(mind: Mind, misses: number) {
    super({});
    this.mind = mind;
    this.misses = misses;
  }

  override _llmType(): string {
    return 'embedded';
  }

  /** It knows the tools by name. */
  override bindTools(_: BindToolsInput[]): this {
    return this;
  }

  /** The tool that it would call first, if any: known before anything is looked at. */
  firstTool(messages: readonly BaseMessage[]): string | undefined {
    const next = this.next(messages);
    return 'call' in next ? next.call.name : undefined;
  }

  private next(messages: readonly BaseMessage[]): Next {
    const at = messages.findLastIndex((message) => HumanMessage.isInstance(message));
    const before = messages.slice(0, at).findLast((message) => AIMessage.isInstance(message));
    // What another model asked before it failed is asked anew.
    const own = messages
      .slice(at)
      .filter((message) => ToolMessage.isInstance(message))
      .filter(({ tool_call_id: id }) => isOwnCall(id));
    const answers = own.map(({ artifact }) => artifact as Answer);
    const waits = (before?.additional_kwargs['waits'] ?? null) as Waits | null;
    return nextOf(this.mind, { words: messages[at]?.text ?? '', waits, misses: this.misses }, answers);
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const next = this.next(messages);
    if ('call' in next) {
      const message = new AIMessage({ content: '', tool_calls: [{ ...next.call, id: idOf(messages), type: 'tool_call' }] });
      return { generations: [{ text: '', message }] };
    }
    const { words, ...beside } = next.said;
    return { generations: [{ text: words, message: new AIMessage({ content: words, additional_kwargs: beside }) }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    _options: this['ParsedCallOptions'],
    manager?: CallbackManagerForLLMRun
  ): AsyncGenerator<ChatGenerationChunk> {
    for (const chunk of chunksOf(this.next(messages), idOf(messages))) {
      yield chunk;
      // oxlint-disable-next-line no-await-in-loop -- one after the other is what a stream is
      await manager?.handleLLMNewToken(chunk.text, undefined, undefined, undefined, undefined, { chunk });
    }
  }
}

const OWN = 'embedded_';
/** Whether the embedded model made this call. */
export const isOwnCall = (id: string | undefined): boolean => id?.startsWith(OWN) === true;
const idOf = (messages: readonly BaseMessage[]): string => `${OWN}${messages.length}`;

function chunksOf(next: Next, id: string): ChatGenerationChunk[] {
  if ('call' in next) {
    const { name, args } = next.call;
    const call = { name, args: JSON.stringify(args), id, index: 0, type: 'tool_call_chunk' as const };
    return [new ChatGenerationChunk({ text: '', message: new AIMessageChunk({ content: '', tool_call_chunks: [call] }) })];
  }
  const { words, ...beside } = next.said;
  const pieces = sentencesOf(words).map((text) => new ChatGenerationChunk({ text, message: new AIMessageChunk({ content: text }) }));
  const last = new AIMessageChunk({ content: '', additional_kwargs: beside });
  return [...pieces, new ChatGenerationChunk({ text: '', message: last })];
}
