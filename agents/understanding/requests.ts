/** A clause begins a request of its own when it starts like one; anything else belongs to the clause before it. */
const VERBS =
  'cancel|return|refund|exchange|replace|swap|change|update|track|send|ship|deliver|show|find|tell|check|give|add|remove|reorder|order|stop|call|connect|talk|speak|notify|pay|buy|search|unsubscribe|delete|reset|explain|where|when|what|which|who|why|how|is|are|do|does|did|can|could|will|would|has|have';
const STARTS = new RegExp(
  `^(?:please |pls |plz |kindly |i (?:also )?(?:want|need|would like|wanna)|i'd like|i have|my |mera |meri |mere |मेरा |let me |(?:${VERBS})\\b|\\S+(?: \\S+){0,3} (?:cancel|return|wapas|exchange|refund|badal|change)\\b (?:kar|karo|karna|kardo|do|chahiye))`,
  'i'
);
/** Where one request may end and the next begin; the text between them is kept as it is. */
const JOINT =
  /(?:\s*[.!?;\n]+\s*|\s*,\s*|(?<!\bi)\s+)(?:(?:and|also|then|plus|aur|phir|और|as well as|but also|after that|one more thing|secondly|next)\b[\s,]*)+|\s*\n+\s*|\s*[.!?;।]+\s+|\s*,\s+/giu;
const MOST = 4;
const SHORTEST = 4;

/**
 * The requests of one message in their order, each as it was written. A message with one request stays whole, with all that surrounds it;
 * a bare fact (`MZ-…, a@b.c`), a list of things (`the lamp and the rug`) and a story stay with their request.
 */
export function requestsOf(message: string): string[] {
  const clauses = clausesOf(message);
  const requests: string[] = [];
  for (const { text, joint } of clauses) {
    const before = requests.at(-1);
    if (before !== undefined && (!begins(text) || !begins(bare(before)))) requests[requests.length - 1] = before + joint + text;
    else requests.push(text);
  }
  if (requests.length > MOST) return [...requests.slice(0, MOST - 1), requests.slice(MOST - 1).join(' ')];
  return requests;
}

const begins = (text: string): boolean => text.length >= SHORTEST && STARTS.test(text) && !isFiller(text) && !NAMED.test(text);
/** `Order MZ-…`, `my order number is 1234`: it says of which order the clause before it spoke. */
const NAMED = /^(?:my |the )?order(?:\s+(?:no|number|id|is)\b\.?)*\s*[#:]?\s*(?=\S*\d)[\w#-]+[\s.!]*$/i;
/** `Can you help me?`, `what should I do`, `I have a question`: they lead up to a request or follow one. */
const isFiller = (text: string): boolean => (text.toLowerCase().match(/[\p{L}\p{M}']+/gu) ?? []).every((word) => FILLERS.has(word));
const FILLERS = new Set(
  (
    'can could will would you u ya please pls plz help me us with this that it what should shall do to i we have got need want a an some any ' +
    'question questions query information info problem how tell explain kindly now then sir madam so about assist assistance'
  ).split(' ')
);
/** Greetings and reasons before a request are no request, so what follows them is their first. */
const bare = (text: string): string => text.replace(/^(?:hi|hello|hey|ok|okay|sir|madam|thanks|thank you)\b[\s,.!]*/i, '');

function clausesOf(message: string): { text: string; joint: string }[] {
  const clauses: { text: string; joint: string }[] = [];
  let from = 0;
  let joint = '';
  for (const found of message.trim().matchAll(JOINT)) {
    const text = message.trim().slice(from, found.index).trim();
    // The mark that ends a question stays with it.
    const mark = /^\s*([?!.])/.exec(found[0])?.[1] ?? '';
    if (text !== '') clauses.push({ text: text + mark, joint });
    joint = mark === '' ? found[0] : found[0].replace(mark, '');
    from = found.index + found[0].length;
  }
  const rest = message.trim().slice(from).trim();
  if (rest !== '') clauses.push({ text: rest, joint });
  return clauses;
}
