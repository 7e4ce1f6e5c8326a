import { parseArgs } from 'node:util';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { startNode } from './steps/child.ts';
import { codeOfSignal, runProcess } from './steps/process.ts';
import { programOf } from './steps/programs.ts';

// Many more of the random histories that `npm test` has some of: `npm run soak -- --histories 100000 --seed 1`.
await runProcess(
  async (undo) => {
    const { values } = parseArgs({ options: { histories: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } } });
    if (![values.histories, values.seed].every((number) => /^\d{1,9}$/.test(number))) {
      throw new PlainTrouble('--histories and --seed are whole numbers, as in: npm run soak -- --histories 100000 --seed 1');
    }
    const env = { HISTORIES: values.histories, SEED: values.seed, TELL: '1' };
    const vitest = startNode([programOf('vitest'), 'run', 'tests/integration/after-sale.test.ts'], {
      env,
      signal: 'SIGINT',
      patience: 20_000
    });
    undo.later(vitest.stop);
    return vitest.gone;
  },
  { whenStopped: codeOfSignal }
);
