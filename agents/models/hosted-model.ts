import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { HostedModel } from '#lib/server/support-model.ts';

/** The model that the settings name. Only its own library is loaded, and only when it is first asked. */
export async function hostedModel(model: HostedModel): Promise<BaseChatModel> {
  switch (model.kind) {
    case 'openai':
      return (await import('./openai.ts')).openAiModel(model);
    case 'anthropic':
      return (await import('./anthropic.ts')).anthropicModel(model);
    case 'ollama':
      return (await import('./ollama.ts')).ollamaModel(model);
  }
}
