import { ChatOllama } from '@langchain/ollama';
import type { HostedModel } from '#lib/server/support-model.ts';
import { impatientFetch } from './impatient-fetch.ts';

/** A model on a machine of one's own, or behind a door that wants a key. */
export const ollamaModel = ({ name, url, key }: HostedModel): ChatOllama =>
  new ChatOllama({
    model: name,
    ...(url !== undefined && { baseUrl: url }),
    ...(key !== undefined && { headers: { authorization: `Bearer ${key}` } }),
    streaming: true,
    maxRetries: 0,
    fetch: impatientFetch
  });
