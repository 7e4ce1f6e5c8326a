import type { FaqItem } from './faq-item.ts';

/** A thing of the catalogue with what is known of it, as its page shows it. */
export type ToldProduct = {
  id: string;
  handle: string;
  title: string;
  version: number;
  facts: readonly { label: string; value: string }[];
};

type Asked = { ask: (name: string, value: string) => string; words: string };

const MEASURES = new Set(['height', 'width', 'length', 'size', 'depth', 'widest', 'heights', 'dome', 'shade', 'top', 'thick', 'plate']);

/** What is usually asked of a thing, by the label of the catalogue. */
const ASKED: Record<string, Asked> = {
  care: { ask: careQuestion, words: 'clean wash dishwasher microwave safe machine wipe maintain care' },
  material: {
    ask: (name) => `What is the ${name} made of?`,
    words: 'material fabric wood metal steel brass cotton ceramic clay real quality'
  },
  holds: { ask: (name) => `How much does the ${name} hold?`, words: 'capacity volume litre ml fits cups' },
  carries: { ask: (name) => `How much weight does the ${name} carry?`, words: 'load capacity strong kg hold people stand adult' },
  bulb: { ask: (name) => `Which bulb does the ${name} take?`, words: 'bulb included holder watt led replace' },
  fitting: { ask: (name) => `How is the ${name} put up?`, words: 'install mount screws wiring hang drill fix' },
  assembly: { ask: (name) => `Does the ${name} have to be put together?`, words: 'assembly assemble carpenter tools install' },
  delivery: { ask: (name) => `How is the ${name} brought?`, words: 'delivery carry in room upstairs people' },
  runs: { ask: (name) => `How long does the ${name} run?`, words: 'battery charge hours backup' },
  hobs: { ask: (name) => `Which hobs does the ${name} work on?`, words: 'induction gas stove cooktop oven compatible' },
  seat: { ask: (name) => `How high is the seat of the ${name}?`, words: 'seat height sitting' }
};

/** How else people say the labels of which nothing more is asked than what they say. */
const LABELS: Record<string, string> = {
  cord: 'wire cable length long',
  sound: 'noise tick silent loud',
  folded: 'fold folding flat',
  burns: 'hours last long',
  pieces: 'many included set',
  sides: 'both reversible',
  closes: 'zip button',
  charge: 'charger usb cable',
  repair: 'spare parts'
};

const further = (label: string): Asked => ({
  ask: (name) => `${name}: what of “${label}”?`,
  words: [label.toLowerCase(), LABELS[label.toLowerCase()]].filter((words) => words !== undefined).join(' ')
});

function careQuestion(name: string, value: string): string {
  if (/dishwasher/i.test(value)) return `May the ${name} go in the dishwasher?`;
  return /machine|wash at|cold wash/i.test(value) ? `How is the ${name} washed?` : `How do I clean the ${name}?`;
}

/** What the catalogue knows, each as a question; measures are asked for as one. */
export function productQuestions({ id, handle, title, version, facts }: ToldProduct): FaqItem[] {
  const [name = title] = title.split(',');
  const item = (attribute: string, question: string, { answer, words }: { answer: string; words: string }): FaqItem => ({
    id: `product:${handle}:${attribute.toLowerCase()}`,
    group: 'goods',
    question,
    answer,
    alsoAsked: words.split(' ').map((word) => `${name} ${word}`),
    source: { what: 'product', productId: id, title, version, attribute },
    approved: null
  });
  const measures = facts.filter(({ label }) => MEASURES.has(label.toLowerCase()));
  const size = measures.map(({ label, value }) => `${label}: ${value}`).join('. ');
  const large = { answer: `${size}.`, words: 'size dimensions measurements height width length how big tall wide cm inches' };
  return [
    ...(measures.length > 0 ? [item('size', `How large is the ${name}?`, large)] : []),
    ...facts
      .filter(({ label }) => !MEASURES.has(label.toLowerCase()))
      .map(({ label, value }) => {
        const { ask, words } = ASKED[label.toLowerCase()] ?? further(label);
        return item(label, ask(name, value), { answer: `${label}: ${value}.`, words });
      })
  ];
}
