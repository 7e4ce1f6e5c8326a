import type { Heard } from './brain.ts';
import { listOf, textOf, wordsOf, type Json, type Protocol } from './protocol.ts';

const ROLES: Record<string, Heard['role']> = { system: 'system', user: 'person', assistant: 'model', tool: 'tool' };

const line = (message: Json, more: Json = { done: false }): string =>
  `${JSON.stringify({ model: 'stub', created_at: '2026-11-26T00:00:00Z', message: { role: 'assistant', content: '', ...message }, ...more })}\n`;

/** The chat of Ollama: a line of JSON for each piece, and arguments of tools as objects. */
export const ollamaProtocol: Protocol = {
  path: '/api/chat',
  contentType: 'application/x-ndjson',
  read: ({ messages, tools }) => ({
    messages: listOf(messages).map(({ role, content }) => ({ role: ROLES[String(role)] ?? 'system', text: textOf(content) })),
    tools: listOf(tools).map((tool) => String((tool['function'] as Json)['name']))
  }),
  pieces: ({ text, calls = [] }) => [
    ...wordsOf(text).map((content) => line({ content })),
    ...calls.map(({ name, args }) => line({ tool_calls: [{ function: { name, arguments: args } }] })),
    line({}, { done: true, done_reason: 'stop', total_duration: 1, eval_count: 1, prompt_eval_count: 1 })
  ],
  trouble: (status) => ({ error: `no: ${status}` })
};
