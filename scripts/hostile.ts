import { parseArgs } from 'node:util';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { startNode } from './steps/child.ts';
import { hostileCalls } from './steps/hostile-calls.ts';
import { codeOfSignal, runProcess } from './steps/process.ts';
import { programOf } from './steps/programs.ts';

// Many more of the hostile calls that `npm test` makes some of: `npm run support:hostile -- --calls 10000 --seed 1`. With --through-model they are
// made by models in talks, of which some obey every sentence that they find.
await runProcess(
  async (undo) => {
    const { values } = parseArgs({
      options: {
        calls: { type: 'string', default: '10000' },
        seed: { type: 'string', default: '1' },
        'through-model': { type: 'boolean', default: false }
      }
    });
    const example = 'npm run support:hostile -- --calls 10000 --seed 1';
    if (!/^\d{1,9}$/.test(values.seed)) throw new PlainTrouble(`--seed is a whole number, as in: ${example}`);
    const env = { CALLS: hostileCalls(values.calls, example), SEED: values.seed, TELL: '1' };
    const suite = values['through-model'] ? 'hostile-model' : 'hostile-agent';
    const vitest = startNode([programOf('vitest'), 'run', `tests/integration/${suite}.test.ts`], {
      env,
      signal: 'SIGINT',
      patience: 20_000
    });
    undo.later(vitest.stop);
    return vitest.gone;
  },
  { whenStopped: codeOfSignal }
);
