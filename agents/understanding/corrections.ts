/** `No wait, not the kettle,`: what leads from a wish to the one that is meant instead. A bare `no` is an answer, and stays. */
const CORRECTS =
  /^(?:(?:no|nope|nahi|oh|oops|ok|okay|hmm|arre)[\s,.!-]+)*(?:(?:wait|sorry|actually|hold on|my mistake|i mean|i meant|ruko|matlab)\b[\s,.!-]*)+(?:(?:no|nahi)[\s,.!]+)?/i;
const NOT_THAT = /^not (?:(?:the|my|that|this) )?\S+(?: one)?\s*[,.;-]+\s*/i;

/** A message without the words by which it takes back what was said before; as it was where nothing else is left. */
export function corrected(text: string): string {
  const rest = text.replace(CORRECTS, '').replace(NOT_THAT, '').trim();
  return rest === '' ? text : rest;
}
