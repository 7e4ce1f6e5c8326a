import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';

type Says = { text?: string; calls?: { name: string; args: Record<string, unknown> }[] };
/** `never`: it is waited for in vain. */
export type Script = (asked: { messages: BaseMessage[]; results: string[]; calls: number }) => Says | 'never';

/** A model of another house that says and calls whatever a test wants; `heard`: all that it was ever told. */
export class ScriptedModel extends BaseChatModel {
  readonly heard: string[] = [];
  private calls = 0;
  private readonly script: Script;

  constructor(script: Script) {
    super({});
    this.script = script;
  }

  override _llmType(): string {
    return 'scripted';
  }

  override bindTools(): this {
    return this;
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    this.calls += 1;
    this.heard.push(messages.map(({ text }) => text).join('\n'));
    const results = messages.filter((message) => ToolMessage.isInstance(message)).map(({ text }) => text);
    const says = this.script({ messages, results, calls: this.calls });
    if (says === 'never') return new Promise(() => undefined);
    const { text = '', calls = [] } = says;
    const named = calls.map((call, at) => ({ ...call, id: `s${this.calls}-${at}`, type: 'tool_call' as const }));
    return { generations: [{ text, message: new AIMessage({ content: text, tool_calls: named }) }] };
  }
}
