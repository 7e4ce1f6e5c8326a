import { randomUUID } from 'node:crypto';
import type { Heard } from './brain.ts';
import { inTwo, listOf, textOf, wordsOf, written, type Json, type Protocol } from './protocol.ts';

const ROLES: Record<string, Heard['role']> = { system: 'system', developer: 'system', user: 'person', assistant: 'model', tool: 'tool' };

const eventOf =
  (id: string) =>
  (delta: Json, finish: string | null = null): string => {
    const choices = [{ index: 0, delta, finish_reason: finish }];
    return `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created: 1, model: 'stub', choices })}\n\n`;
  };

/** Chat completions of OpenAI, and of all the servers that speak as it does: server-sent events. */
export const openAiProtocol: Protocol = {
  path: '/v1/chat/completions',
  contentType: 'text/event-stream',
  read: ({ messages, tools }) => ({
    messages: listOf(messages).map(({ role, content }) => ({ role: ROLES[String(role)] ?? 'system', text: textOf(content) })),
    tools: listOf(tools).map((tool) => String((tool['function'] as Json)['name']))
  }),
  pieces({ text, calls = [] }) {
    const event = eventOf(`chatcmpl-${randomUUID()}`);
    return [
      event({ role: 'assistant', content: '' }),
      ...wordsOf(text).map((content) => event({ content })),
      ...calls.flatMap(({ name, args }, index) => [
        event({ tool_calls: [{ index, id: `call_${randomUUID()}`, type: 'function', function: { name, arguments: '' } }] }),
        ...inTwo(written(args)).map((piece) => event({ tool_calls: [{ index, function: { arguments: piece } }] }))
      ]),
      event({}, calls.length > 0 ? 'tool_calls' : 'stop'),
      'data: [DONE]\n\n'
    ];
  },
  trouble: (status) => ({ error: { message: `no: ${status}`, type: 'error', code: null, param: null } })
};
