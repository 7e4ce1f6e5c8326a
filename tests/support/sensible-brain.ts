import { turnOf, type Brain, type StubCall } from './model-stubs/brain.ts';

/** As a good model would: one tool for one wish, and an answer out of what it said. */
export const sensible: Brain = (asked) => {
  const { said, answers } = turnOf(asked);
  if (answers.length > 0) return { text: outOf(answers.join('\n')) };
  const call = callFor(said);
  return call ? { text: 'I look.', calls: [call] } : { text: 'Please press the button on the card.' };
};

function callFor(said: string): StubCall | undefined {
  const order = /MZ-[0-9A-Z]{10}/.exec(said)?.[0];
  if (/cancel/i.test(said)) return { name: 'cancel', args: { order } };
  if (/where|status/i.test(said)) return { name: 'order_status', args: { order } };
  return undefined;
}

function outOf(results: string): string {
  const [, minor] = /"totalMinor":(\d+)/.exec(results) ?? [];
  const [, number] = /"order":"(MZ-\w+)"/.exec(results) ?? [];
  if (minor !== undefined) return `Order ${number ?? ''} came to ₹${Number(minor) / 100}.`;
  return results.includes('needs_approval') ? 'Press the button if the card is right.' : 'I find no such order.';
}
