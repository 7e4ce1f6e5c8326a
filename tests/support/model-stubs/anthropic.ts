import { randomUUID } from 'node:crypto';
import type { Heard } from './brain.ts';
import { inTwo, listOf, textOf, wordsOf, written, type Json, type Protocol } from './protocol.ts';

const event = (type: string, more: Json = {}): string => `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;

function block(index: number, start: Json, deltas: Json[]): string[] {
  return [
    event('content_block_start', { index, content_block: start }),
    ...deltas.map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index })
  ];
}

/** Answers of tools come as parts of what the person says next. */
function heard({ role, content }: Json): Heard[] {
  const text = textOf(typeof content === 'string' ? content : listOf(content).filter(({ type }) => type === 'text'));
  const answers = listOf(content).filter(({ type }) => type === 'tool_result');
  const said: Heard[] = text === '' && answers.length > 0 ? [] : [{ role: role === 'assistant' ? 'model' : 'person', text }];
  return [...answers.map((one): Heard => ({ role: 'tool', text: textOf(one['content']) })), ...said];
}

/** Messages of Anthropic: server-sent events, in blocks. */
export const anthropicProtocol: Protocol = {
  path: '/v1/messages',
  contentType: 'text/event-stream',
  read: ({ system, messages, tools }) => ({
    messages: [{ role: 'system', text: textOf(system) }, ...listOf(messages).flatMap(heard)],
    tools: listOf(tools).map(({ name }) => String(name))
  }),
  pieces({ text, calls = [] }) {
    const id = `msg_${randomUUID()}`;
    const message = { id, type: 'message', role: 'assistant', content: [], model: 'stub', stop_reason: null, stop_sequence: null };
    const words = wordsOf(text);
    const first = words.length > 0 ? 1 : 0;
    return [
      event('message_start', { message: { ...message, usage: { input_tokens: 1, output_tokens: 1 } } }),
      ...(first === 0
        ? []
        : block(
            0,
            { type: 'text', text: '' },
            words.map((word) => ({ type: 'text_delta', text: word }))
          )),
      ...calls.flatMap(({ name, args }, at) =>
        block(
          first + at,
          { type: 'tool_use', id: `toolu_${randomUUID()}`, name, input: {} },
          inTwo(written(args)).map((piece) => ({ type: 'input_json_delta', partial_json: piece }))
        )
      ),
      event('message_delta', {
        delta: { stop_reason: calls.length > 0 ? 'tool_use' : 'end_turn', stop_sequence: null },
        usage: { output_tokens: 1 }
      }),
      event('message_stop')
    ];
  },
  trouble: (status) => ({ type: 'error', error: { type: 'error', message: `no: ${status}` } })
};
