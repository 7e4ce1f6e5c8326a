import { ChatAnthropic } from '@langchain/anthropic';
import type { HostedModel } from '#lib/server/support-model.ts';
import { impatientFetch } from './impatient-fetch.ts';

/** An answer is a few sentences. */
const LONGEST = 1_024;

export const anthropicModel = ({ name, url, key }: HostedModel): ChatAnthropic =>
  new ChatAnthropic({
    model: name,
    apiKey: key ?? 'none',
    ...(url !== undefined && { anthropicApiUrl: url }),
    streaming: true,
    maxRetries: 0,
    maxTokens: LONGEST,
    clientOptions: { fetch: impatientFetch }
  });
