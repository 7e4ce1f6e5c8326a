import { parseArgs } from 'node:util';
import { measure, paraphrases, questionsOf, type Measured } from '#agents/faq/measure.ts';
import { goods, type SeedProduct } from '#db/seed/goods.ts';
import { runProcess } from './steps/process.ts';
import { say } from './steps/progress.ts';

// How well questions find their answer: npm run support:faq [-- --json] [--missed]. `--missed` shows none of the unseen ones, so that they stay that.

await runProcess(async () => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, missed: { type: 'boolean', default: false } } });
  const items = questionsOf(goods.map(catalogued));
  const parts = { seen: measure(items, paraphrases('seen')), unseen: measure(items, paraphrases('unseen')) };
  if (values.json) {
    say(JSON.stringify({ answers: items.length, ...parts }));
    return 0;
  }
  say(`${items.length} answers; by the seen questions words were chosen, the unseen ones were only counted`);
  say(line('seen', parts.seen));
  say(line('unseen', parts.unseen));
  if (values.missed) for (const missed of parts.seen.missed) say(`  ${missed}`);
  return 0;
});

/** As the catalogue keeps it. */
function catalogued({ handle, title, facts }: SeedProduct) {
  const attributes = Object.fromEntries(facts.map(({ label, value }) => [`${label} (product.metafields.facts.${label})`, value]));
  return { id: handle, handle, title, version: 1, attributes };
}

function line(name: string, { n, hit1, hit3, surePrecision, sureCoverage }: Measured): string {
  const figures = `hit@1 ${hit1.toFixed(3)}  hit@3 ${hit3.toFixed(3)}  sure ${surePrecision.toFixed(3)} right at ${sureCoverage.toFixed(3)}`;
  return `${name.padEnd(8)} n ${String(n).padStart(3)}  ${figures}`;
}
