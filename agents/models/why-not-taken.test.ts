import { AIMessage } from '@langchain/core/messages';
import { expect, test } from 'vitest';
import { isItsServers, whyNotTaken, type WhyNot } from './why-not-taken.ts';

const ended = (finish_reason?: string): AIMessage =>
  new AIMessage({ content: 'Hello.', response_metadata: { model_provider: 'openai', ...(finish_reason && { finish_reason }) } });

test('an answer is whole when its server says why it stopped, and that it was not for its length', () => {
  expect([undefined, 'stop', 'length'].map((reason) => whyNotTaken(ended(reason), new Set()))).toEqual([
    'unfinished',
    undefined,
    'too-long'
  ]);
});

test('what is the doing of its server is told from what a shopper can bring about', () => {
  const all: WhyNot[] = ['silent', 'broken-off', 'unfinished', 'status-401', 'status-429', 'status-500', 'status-503'];
  const shoppers: WhyNot[] = ['too-long', 'empty', 'unknown-tool', 'wrong-arguments', 'status-400', 'status-413', 'status-422'];
  expect([...all, ...shoppers].filter(isItsServers)).toEqual(all);
});
