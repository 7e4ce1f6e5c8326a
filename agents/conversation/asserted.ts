/** That something was done: by somebody, or by us. */
export function did(what: string): RegExp {
  return new RegExp(String.raw`\b(?:has|have|had|was|were|is|are|been|got|i|we|just|i['’]ve|we['’]ve|successfully) (?:${what})\b`, 'i');
}

/** What may come, is asked, or holds under a condition is no word of how something stands. */
const NOT_SO =
  /\b(?:once|until|till|when(?:ever)?|if|unless|before|after|as soon as|as long as|what(?:ever)?|can|could|may|might|cannot|can't|would|should|nothing|nobody|not|never|shall|to (?:be|have|get)|(?:has|have|had|needs?|wants?|yet|about|going) to)\b[^.;:!?]{0,40}$/i;

/** Whether what comes after these words is said to be so. */
export const isAsserted = (before: string): boolean => !NOT_SO.test(before);
