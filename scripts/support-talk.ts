import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { startNode } from './steps/child.ts';
import { codeOfSignal, runProcess } from './steps/process.ts';
import { programOf } from './steps/programs.ts';

const USAGE = 'npm run support:talk -- FILE.jsonl (docs/assistant-talks.md says what stands in it)';

// Plays scripted shoppers of a file, as `npm test` plays our own, and says of each where it led: npm run support:talk -- FILE.jsonl
await runProcess(
  async (undo) => {
    const { positionals } = parseArgs({ allowPositionals: true });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new PlainTrouble(`Say which file: ${USAGE}`);
    if (!existsSync(file)) throw new PlainTrouble(`There is no file ${file}: ${USAGE}`);
    const vitest = startNode([programOf('vitest'), 'run', 'tests/integration/assistant-talks.test.ts'], {
      env: { TALKS: resolve(file) },
      signal: 'SIGINT',
      patience: 20_000
    });
    undo.later(vitest.stop);
    return vitest.gone;
  },
  { whenStopped: codeOfSignal }
);
