import { AIMessage, HumanMessage, type BaseMessage } from 'langchain';
import type { StoredMessage } from '#db/queries/support-messages.ts';

/** What a model is told of a talk: its messages, the last being what is to be answered. What one of us said is marked as that. */
export const historyOf = (messages: readonly StoredMessage[]): BaseMessage[] =>
  messages.map(({ author, words, waits }) => {
    if (author === 'shopper') return new HumanMessage(words);
    const said = author === 'staff' ? `(One of us said:) ${words}` : words;
    return new AIMessage({ content: said, additional_kwargs: { waits } });
  });
