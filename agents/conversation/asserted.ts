/** That something was done: by somebody, or by us. */
export function did(what: string): RegExp {
  const has = String.raw`has|have|had|was|were|is|are|been|got|i|we|just|i['’]ve|we['’]ve|successfully`;
  return new RegExp(String.raw`\b(?:${has})(?: (?:just|now|already|also|successfully))? (?:${what})\b`, 'gi');
}

/** What may come, is asked, or holds under a condition is no word of how something stands. */
const NOT_SO =
  /\b(?:once|until|till|when(?:ever)?|if|whether|unless|before|after|as soon as|as long as|what(?:ever)?|can|could|may|might|cannot|can't|would|should|nothing|nobody|not|never|shall|to (?:be|have|get)|(?:has|have|had|needs?|wants?|yet|about|going) to)\b[^.;:!?]{0,40}$/i;

/** "Once you press it, it will be …", "if it comes back, the money is …": what follows a condition is still to come, or a rule. */
const CONDITION = /\b(?:once|until|till|when(?:ever)?|if|unless|before|after|as soon as|as long as)\b/i;
const TO_COME = /\b(?:will|can|could|may|might|would|should|gets?)\b|['’]ll\b/i;
const IF = /\b(?:once|until|till|when(?:ever)?|if|unless|as soon as|as long as)\b/i;
const RULED = /\b(?:is|are)\b(?! (?:now|already|just)\b)/i;

/** A clause that says by itself whom it is about; one of a list ("packed, shipped or delivered") goes on with what came before. */
const OWN = /\b(?:is|are|am|was|were|has|have|had|got|will|can|could|may|might|would|should|i|we)\b|['’](?:ve|s|re|ll|m)\b/i;
const GOES_ON = /^\s*(?:(?:and|or|nor)\s+)?(?:is|are|was|were|has|have|had|been|not)\b|\bor\b/i;
const END = /[;:!?]|\.(?=\s)/;

/** Whether what comes after these words, which may begin with what is said of it (`said`), is said to be so. */
export function isAsserted(before: string, said = ''): boolean {
  const near = before.split(END).at(-1) ?? '';
  const comma = near.lastIndexOf(',');
  const [earlier, clause] = [near.slice(0, Math.max(comma, 0)), near.slice(comma + 1)];
  const whole = `${clause}${said}`;
  if (comma < 0 || !OWN.test(whole) || GOES_ON.test(whole)) return !NOT_SO.test(near);
  return !NOT_SO.test(clause) && !(CONDITION.test(earlier) && TO_COME.test(clause)) && !(IF.test(earlier) && RULED.test(whole));
}

/** "… until somebody packs it" is a rule. */
export const RULE =
  /^[^,.;:!?]*\b(?:until|till|before|as long as|once|only|when|if|times|at most|at no time|up to|for (?:another|others))\b|^ (?:my|your|their) mind\b/i;
/** What is asked, and what pressing a button would do. */
const NO_WORD = /\?["”’)]?\s*$|\b(?:press|tap|click)\b/i;
const PAST = /\b(?:has|have|had|was|were|been)\b[^.;:!?]*$/i;
const AHEAD = /\b(?:will|going to|soon)\b[^.;:!?]{0,40}$|['’]ll\b[^.;:!?]{0,40}$/i;

/** Whether a sentence that was checked, or that a tool said, proves what stands at that place of it. */
export function isFact(sentence: string, { 0: said, index }: RegExpExecArray): boolean {
  const [before, after] = [sentence.slice(0, index), sentence.slice(index + said.length)];
  const isRule = RULE.test(after) && !PAST.test(`${before}${said}`);
  return isAsserted(before, said) && !AHEAD.test(before) && !isRule && !NO_WORD.test(sentence);
}

const PARTICULAR = /\b(?:the|this|that|these|it|they|you|your|my|our|both|has|have|had|was|were|i|we|now|already|just)\b|\d/i;

/** Whether it is said of all things of a kind, as in "refunds are …", and not of one. */
export function isGeneral(before: string, said = ''): boolean {
  const clause = `${before.split(/[,;:!?—]|\.(?=\s)/).at(-1) ?? ''}${said}`;
  return /\b(?:is|are|gets?)\b/i.test(clause) && !PARTICULAR.test(clause);
}
