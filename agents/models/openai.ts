import { ChatOpenAICompletions } from '@langchain/openai';
import type { HostedModel } from '#lib/server/support-model.ts';
import { impatientFetch } from './impatient-fetch.ts';

const CHARACTERS_A_TOKEN = 4;

class ChatCompletions extends ChatOpenAICompletions {
  /** By itself the library counts tokens with tables that it fetches from the web, after each answer, and tries for minutes when there is none. */
  override async getNumTokens(content: Parameters<ChatOpenAICompletions['getNumTokens']>[0]): Promise<number> {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    return Math.ceil(text.length / CHARACTERS_A_TOKEN);
  }

  /** Why it stopped is kept with the message too: where a stream is followed, the library keeps it beside. */
  override async *_streamResponseChunks(
    ...asked: Parameters<ChatOpenAICompletions['_streamResponseChunks']>
  ): ReturnType<ChatOpenAICompletions['_streamResponseChunks']> {
    // oxlint-disable-next-line no-underscore-dangle -- the library calls it so
    for await (const chunk of super._streamResponseChunks(...asked)) {
      const reason: unknown = chunk.generationInfo?.['finish_reason'];
      if (reason) chunk.message.response_metadata = { ...chunk.message.response_metadata, finish_reason: reason };
      yield chunk;
    }
  }
}

/** OpenAI, or any server that speaks its chat completions: so never its other protocol, which few others know. */
export const openAiModel = ({ name, url, key }: HostedModel): ChatOpenAICompletions =>
  new ChatCompletions({
    model: name,
    // The library insists on one; a server of one's own asks for none.
    apiKey: key ?? 'none',
    streaming: true,
    maxRetries: 0,
    configuration: { fetch: impatientFetch, ...(url !== undefined && { baseURL: url }) }
  });
