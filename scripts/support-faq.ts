import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { halves, measure, questionsOf, readParaphrases, type Measured } from '#agents/faq/measure.ts';
import { goods, type SeedProduct } from '#db/seed/goods.ts';
import { runProcess } from './steps/process.ts';
import { say } from './steps/progress.ts';

// How well questions find their answer: npm run support:faq [-- --json] [--missed].
const PARAPHRASES = new URL('../agents/faq/paraphrases.txt', import.meta.url);

await runProcess(async () => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, missed: { type: 'boolean', default: false } } });
  const items = questionsOf(goods.map(catalogued));
  const all = readParaphrases(readFileSync(PARAPHRASES, 'utf8'));
  const { chosenWith, unseen } = halves(all);
  const parts = { all: measure(items, all), chosenWith: measure(items, chosenWith), unseen: measure(items, unseen) };
  if (values.json) {
    say(JSON.stringify({ answers: items.length, ...parts }));
    return 0;
  }
  say(`${items.length} answers, ${all.length} paraphrases; of the first half words were chosen, the second was only counted`);
  say(line('all', parts.all));
  say(line('first half', parts.chosenWith));
  say(line('second half', parts.unseen));
  if (values.missed) for (const missed of parts.chosenWith.missed) say(`  ${missed}`);
  return 0;
});

/** As the catalogue keeps it. */
function catalogued({ handle, title, facts }: SeedProduct) {
  const attributes = Object.fromEntries(facts.map(({ label, value }) => [`${label} (product.metafields.facts.${label})`, value]));
  return { id: handle, handle, title, version: 1, attributes };
}

function line(name: string, { n, hit1, hit3, surePrecision, sureCoverage }: Measured): string {
  const figures = `hit@1 ${hit1.toFixed(3)}  hit@3 ${hit3.toFixed(3)}  sure ${surePrecision.toFixed(3)} right at ${sureCoverage.toFixed(3)}`;
  return `${name.padEnd(12)} n ${String(n).padStart(3)}  ${figures}`;
}
