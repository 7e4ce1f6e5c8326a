export type FaqWording = { question: string; answer: string };
/** A configured model may say it better; it is given nothing that was not masked. */
export type Reword = (words: FaqWording) => Promise<FaqWording>;

const LONGEST = { question: 310, answer: 2_000 };
const figuresIn = (text: string): string => (text.match(/\d[\d,.]*\d|\d/g) ?? []).toSorted().join(' ');

/** Other words, and the same figures in them; else the words stay as they were. */
export function polished(before: FaqWording, after: FaqWording): FaqWording {
  const fits = (part: keyof FaqWording): boolean =>
    after[part].trim() !== '' && after[part].length <= LONGEST[part] && figuresIn(after[part]) === figuresIn(before[part]);
  return fits('question') && fits('answer') ? { question: after.question.trim(), answer: after.answer.trim() } : before;
}
