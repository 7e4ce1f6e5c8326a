import { AIMessageChunk, type AIMessage } from '@langchain/core/messages';
import { SilentModel } from './impatient-fetch.ts';

/** Why what a model answered is not taken, as the log says it: never in the words of its server, which may repeat a key. */
export type WhyNot =
  'silent' | 'broken-off' | 'unfinished' | 'too-long' | 'empty' | 'unknown-tool' | 'wrong-arguments' | `status-${number}`;

/** Not what a shopper can bring about by what they write: nobody makes a model rest for everybody. */
export const isItsServers = (why: WhyNot): boolean => /^(?:silent|broken-off|unfinished|status-(?!400|413|422)\d+)$/.test(why);

/** Of an answer that came whole: whether it is one. Undefined: it is taken. */
export function whyNotTaken(answer: AIMessage, toolNames: ReadonlySet<string>): WhyNot | undefined {
  const calls = answer.tool_calls ?? [];
  const end = endOf(answer);
  if (end !== 'whole') return end;
  if ((answer.invalid_tool_calls ?? []).length > 0 || !areWhole(answer)) return 'wrong-arguments';
  if (calls.some(({ name }) => !toolNames.has(name))) return 'unknown-tool';
  if (calls.length === 0 && answer.text.trim() === '') return 'empty';
  return undefined;
}

/** Each server says in its own place why it stopped. One that says nothing was cut off: its client does not notice. */
function endOf({ response_metadata: data, additional_kwargs: more }: AIMessage): 'whole' | 'unfinished' | 'too-long' {
  if (data['model_provider'] === undefined) return 'whole';
  const reason = data['finish_reason'] ?? data['done_reason'] ?? data['stop_reason'] ?? more['stop_reason'];
  if (typeof reason !== 'string') return 'unfinished';
  return /length|max_tokens/.test(reason) ? 'too-long' : 'whole';
}

/** Arguments that were cut off are made whole by the library, and then say something else. */
function areWhole(answer: AIMessage): boolean {
  if (!AIMessageChunk.isInstance(answer)) return true;
  return (answer.tool_call_chunks ?? []).every(({ args = '' }) => args === '' || isJson(args));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export function whyFailed(fault: unknown): WhyNot {
  for (let at = fault; at instanceof Error; at = at.cause) {
    if (at.name === SilentModel.name) return 'silent';
    const { status, status_code: code } = at as { status?: unknown; status_code?: unknown };
    const given = status ?? code;
    if (typeof given === 'number') return `status-${given}`;
  }
  return 'broken-off';
}
