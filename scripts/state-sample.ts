import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { runProcess } from './steps/process.ts';
import { say } from './steps/progress.ts';
import { sampleStore } from './steps/sample-store.ts';

// Writes a store of another system with orders in mixed states, as large as one likes: to try an import with, and to measure one.
const USAGE = 'npm run state:sample -- FILE.jsonl [--orders N] [--seed N]';

await runProcess(async () => {
  const { file, orders, seed } = readArguments();
  const out = createWriteStream(file);
  let lines = 0;
  for (const record of sampleStore({ orders, seed })) {
    lines += 1;
    // oxlint-disable-next-line no-await-in-loop -- no faster than the disk takes it
    if (!out.write(`${JSON.stringify(record)}\n`)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
  say(`${file}: ${lines} lines, ${orders} orders`);
  return 0;
});

function readArguments() {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { orders: text, seed: text } });
  const [file] = positionals;
  const [orders, seed] = [Number(values.orders ?? 1_000), Number(values.seed ?? 1)];
  if (file === undefined || !Number.isInteger(orders) || orders < 1 || !Number.isInteger(seed))
    throw new PlainTrouble(`Say where to write, how many orders, and from which seed:\n${USAGE}`);
  return { file, orders, seed };
}
