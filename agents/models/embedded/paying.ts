/** Ways to pay as people call them, and as our answer calls them; those that it has not are none of ours. */
const WAYS: readonly [said: RegExp, named: string][] = [
  [/\b(?:upi|g ?pay|google pay|phone ?pe|paytm|bhim)\b|यूपीआई/iu, 'UPI'],
  [/\b(?:gift ?cards?|vouchers?)\b/i, 'gift card'],
  [/\bstore credit\b/i, 'store credit'],
  [/\b(?:cod|cash)\b|नकद/iu, 'cash at the door'],
  [/\b(?:emi|instal?ments?)\b/i, 'instalments'],
  [/\bpay ?pal\b/i, 'PayPal'],
  [/\b(?:cheque|demand draft)\b/i, 'cheque'],
  [/\b(?:crypto\w*|bitcoin)\b/i, 'crypto currency'],
  [/\b(?:net ?banking|bank transfer|neft|imps)\b/i, 'bank transfer'],
  [/\b(?:cards?|visa|master ?card|rupay|amex|debit|credit)\b|कार्ड/iu, 'card']
];

/** Which way to pay is spoken of first. */
export const payingSaid = (words: string): string | undefined => WAYS.find(([said]) => said.test(words))?.[1];

/** `Can I pay by card` is answered with a yes or a no, and then with all ways, as `all` has them. */
export function payingWords(words: string, all: string): string {
  const named = payingSaid(words);
  if (named === undefined) return all;
  const isOurs = all.toLowerCase().includes(named.toLowerCase());
  const where = named === 'cash at the door' ? ', where the checkout offers it' : '';
  const first = isOurs ? `Yes, by ${named}${where}.` : `No, not by ${named}.`;
  return `${first} ${all.replace(/^By /, 'One can pay by ')}`;
}
