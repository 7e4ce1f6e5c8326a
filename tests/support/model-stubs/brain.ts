/** What a model is asked with, whatever its protocol calls it. */
export type Heard = { role: 'system' | 'person' | 'model' | 'tool'; text: string };
export type Asked = { messages: Heard[]; tools: string[] };

/** `args`: a text is sent as it is, whether it is JSON or not. */
export type StubCall = { name: string; args: object | string };
export type Said = { text?: string; calls?: StubCall[] };

/**
 * `hangs`: nothing comes. `stalls`: it begins, and then nothing comes. `dies`: it begins, and the line is cut. `rubbish`: it begins, and goes on in what
 * is no protocol. `empty`: it says nothing, in good order. A number: refused with that status.
 */
export const faults = ['hangs', 'stalls', 'dies', 'rubbish', 'empty', 401, 429, 500] as const;
export type Fault = (typeof faults)[number];

/** The model of a stub server: a function instead of weights. */
export type Brain = (asked: Asked) => Said | { fault: Fault };

/** What its person said last, and what tools have answered since. */
export function turnOf({ messages }: Asked): { said: string; answers: string[] } {
  const at = messages.findLastIndex(({ role }) => role === 'person');
  const answers = messages.slice(at + 1).filter(({ role }) => role === 'tool');
  return { said: messages[at]?.text ?? '', answers: answers.map(({ text }) => text) };
}
