/** Who is asked for, in English and Hindi. A bot is none. */
const PERSON =
  '(?:(?:real|live|actual|human|another|fucking|damn|goddamn|bloody|customer(?: care| service| support)?|support|service|sales|store)\\s+)*' +
  '(?:hum[ae]ns?|human being|persons?|member of (?:your |the )?(?:staff|team)|people|sumone|some1|somebody|someone|anyone|anybody|agents?|associate|representative|rep|executive|operator|supervisor|manager|advisor|adviser|assistant|colleague|employee|boss|team|staff|customer (?:care|service|support))';

const wishes: RegExp[] = [
  /\bcontact(?:ing)?\s+(?:the\s+|your\s+|customer\s+)*(?:support|care|service)\b/,
  /\bhuman to (?:answer|help|talk)\b/,
  // Alone, with a word of politeness at most.
  new RegExp(`^(?:an?\\s+|the\\s+)?${PERSON}(?:\\s+(?:please|pls|plz|now|ji|chahiye|needed|required|asap))*$`),
  new RegExp(`^(?:please|pls|plz|just)\\s+(?:an?\\s+|the\\s+)?${PERSON}$`),
  new RegExp(
    `\\b(?:talk(?:ing)?|speak(?:ing)?|chat(?:ting)?|complain|connect(?:ed)?|transfer|pass|put|hand|escalate|switch|forward|route|reach|contact|get in touch)\\b(?:\\s+\\S+){0,4}?\\s+(?:to|2|with|through to|over to|on to)\\s+(?:\\S+\\s+){0,2}?${PERSON}\\b`
  ),
  new RegExp(
    `\\b(?:want|need|get|give|send|find|bring|call|prefer|demand|require|like|have|is there|are there|there is|contact(?:ing)?|reach(?:ing)?|ask for|ask to)\\s+(?:me\\s+|for\\s+|us\\s+|in\\s+|to have\\s+)?(?:an?|the|your|some|any|with an?)?\\s*${PERSON}\\b(?!\\s+(?:told|said|came|called|delivered|picked))`
  ),
  new RegExp(
    `\\b(?:no|not|stop|enough|instead of|rather than)\\s+(?:an?\\s+|of\\s+|the\\s+|with\\s+|this\\s+|these\\s+|talking to\\s+)*(?:bots?|robots?|machines?|computers?|chatbots?)\\b`
  ),
  new RegExp(`\\b(?:an?|another|some)\\s+${PERSON}\\s+(?:please|pls|plz)$`),
  new RegExp(`\\blet\\s+(?:an?|the|your|some)\\s+${PERSON}\\b.*\\b(?:handle|take|help|answer|deal|look)\\b`),
  new RegExp(`\\b(?:put|get|bring)\\s+(?:an?\\s+|some\\s+)?${PERSON}\\s+(?:on|in here|here)\\b`),
  /\b(?:can|could|would|will)\s+(?:someone|somebody|anyone|anybody|an?\s+(?:person|human|agent|colleague|manager))\b.*\b(?:call|ring|phone|contact)\s+me\b/,
  /\b(?:can|could|would)\s+an?\s+(?:person|human|agent|colleague|manager|supervisor)\b.*\b(?:look|help|answer|reply|join|take)\b/,
  /^(?:is|are)\s+(?:there\s+)?(?:anyone|anybody|people)\s+there$/,
  new RegExp(`\\bhelp\\s+(?:from|by)\\s+(?:an?\\s+|the\\s+|your\\s+)?${PERSON}\\b`),
  /^(?:someone|somebody|anyone|anybody|a person)\s+(?:from|of|at)\s+(?:\S+\s+){0,2}?(?:support|team|staff|service|care|shop|store|company)\b/,
  /^(?:transfer|escalate|connect)(?:\s+me|\s+this|\s+it)?(?:\s+(?:please|pls|plz|now))?$/,
  /\b(?:don'?t|do not)\s+(?:want|wanna|need|like)\s+(?:\S+\s+){0,3}?(?:bots?|robots?|machines?|chatbots?)\b/,
  /\b(?:call|ring|phone)\s+me(?:\s+back)?\b|\b(?:request|want|need|arrange|book)\s+(?:an?\s+)?call\s?back\b|\bcall\s?back please\b/,
  /\b(?:real|live|human)\s+(?:person|agent|human|chat|support|help)\b(?!\s+(?:or|behind))/,
  /\b(?:insaan|insan|aadmi|admi|bande|agent|manager|customer care|kisi|executive|staff)\b.*\b(?:se|ko)?\s*(?:baat|bat)\b/,
  /\b(?:baat|bat)\s+(?:kara|karwa|karna|karni|karao|karado)/,
  /\b(?:insaan|insan|aadmi|admi|agent|manager|executive|customer care)\b.*\bse\s+(?:connect|milao|milwao|milna|contact)/,
  /\bkoi\s+(?:real\s+|asli\s+)?(?:insaan|insan|aadmi|banda|human|person|agent)\s+(?:hai|hain|milega|do)\b/,
  /\b(?:call|phone)\s+(?:karwao|karwa do|karao|kara do|karo mujhe)\b/,
  /कोई\s+(?:असली\s+)?(?:इंसान|आदमी|व्यक्ति)|(?:इंसान|आदमी|एजेंट|मैनेजर)\s+(?:को\s+)?(?:बुलाओ|बुलाइए|बुला|चाहिए|दीजिए)/u,
  /(?:इंसान|आदमी|व्यक्ति|एजेंट|मैनेजर|कस्टमर केयर|किसी)\s+से\s+बात|बात\s+(?:कराओ|करवाओ|कराइए|करनी|करना)/u,
  /\b(?:insaan|insan|aadmi|human|agent|manager)\s+(?:ko\s+)?(?:chahiye|do|bulao|bulaiye|bula|dijiye)\b/,
  new RegExp(`\\b(?:said|asked for|told you|repeat(?:ing)?|say(?:ing)? it|again|enough)\\s+(?:that\\s+i\\s+want\\s+)?an?\\s+${PERSON}$`),
  /\b(?:someone|somebody|anyone|anybody)\s+(?:who is\s+)?(?:real|human)\b/,
  /\b(?:put|get|bring)\s+(?:an?\s+)?(?:human|person)\b/,
  new RegExp(
    `(?<!\\b(?:delivery|security|courier|that|this)\\s)\\b(?:human|person|colleague|agent|manager|supervisor)\\s+(?:now|right now|at once|immediately|this instant)$`
  ),
  /\bone of (?:you|your) (?:people|staff|team|colleagues|agents|humans)\b.*\b(?:please|now|help|talk|speak)\b|\bwant one of your (?:people|staff|team|colleagues|agents)\b/
];

/** Said as a sentence of its own, whatever stands before and after it: `your bot is stupid. agent`. */
const ALONE =
  /^(?:an?\s+)?(?:(?:real|live)\s+)?(?:human(?: being)?|person|agent|representative|operator|supervisor|manager)(?:\s+(?:please|pls|plz|now))*$/;

/** That one asks what we are, or refuses a person, is no wish for one. */
const OTHER =
  /^(?:so\s+)?(?:are|r|am|is|do|does|tum|aap)\s+(?:you|u|i|this|it(?! possible)|kya)\b.*\b(?:bot|robot|human|person|machine|real|ai|insaan)\b|\b(?:don'?t|do not|no need)\s+(?:\S+\s+){0,3}(?:agent|human|person|manager)\b/;

/** Whether a message asks for a person, by rule: that wish is granted in one turn, however sure the guess of anything else is. */
export function wantsPerson(text: string): boolean {
  const cut = text.slice(0, 4_000);
  const plain = plainly(cut);
  const wish = plain.replace(/^(?:hi|hello|hey|ok|okay|sir|madam|bro|bhai|please|pls|plz|no|yes)\s+(?=\S)/, '');
  if (OTHER.test(plain)) return false;
  return (
    wishes.some((pattern) => pattern.test(plain) || pattern.test(wish)) || cut.split(/[.!?,;:\n]+/).some((one) => ALONE.test(plainly(one)))
  );
}

const plainly = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[’`]/g, "'")
    .replaceAll(/[^\p{L}\p{M}\p{N}'\s]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    // Angry people say it more than once.
    .replaceAll(/(?<= |^)(\p{L}+)(?: \1(?= |$))+/gu, '$1')
    .trim();
