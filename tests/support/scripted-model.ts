import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';

/** `tokens`: what it says that it used up for this; a model that says nothing of it leaves that open. */
type Says = { text?: string; calls?: { name: string; args: Record<string, unknown> }[]; tokens?: number };
/** `never`: it is waited for in vain. */
export type Script = (asked: { messages: BaseMessage[]; results: string[]; calls: number }) => Says | 'never' | Promise<Says>;

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
    const says = await this.script({ messages, results, calls: this.calls });
    if (says === 'never') return new Promise(() => undefined);
    const { text = '', calls = [], tokens } = says;
    const used = tokens === undefined ? {} : { usage_metadata: { input_tokens: tokens - 1, output_tokens: 1, total_tokens: tokens } };
    const named = calls.map((call, at) => ({ ...call, id: `s${this.calls}-${at}`, type: 'tool_call' as const }));
    const message = Object.assign(new AIMessage({ content: text, tool_calls: named }), used);
    return { generations: [{ text, message }] };
  }
}
