import { randomBytes } from 'node:crypto';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { startNode } from './steps/child.ts';
import { codeOfSignal, runProcess } from './steps/process.ts';
import { programOf } from './steps/programs.ts';
import { throwawayDatabase } from './steps/throwaway.ts';

// Runs a command with a PostgreSQL that is thrown away afterwards: `scripts/with-database.ts vitest run tests/integration`.
// TEST_DATABASE_URL names another server to use instead.
const [command, ...rest] = process.argv.slice(2);

await runProcess(
  async (undo) => {
    if (!command) throw new PlainTrouble('Say which command should run with the database, as in: scripts/with-database.ts vitest run.');
    const given = process.env['TEST_DATABASE_URL'];
    const child = startNode([programOf(command), ...rest], {
      env: {
        // Other commands may be asked for so much that it would fill the memory.
        TEST_DATABASE_URL: given ? given : await throwawayDatabase(undo, { inMemory: command === 'vitest' }),
        SECRET: process.env['SECRET'] ?? randomBytes(24).toString('base64url')
      }
    });
    undo.later(child.stop);
    return child.gone;
  },
  { whenStopped: codeOfSignal }
);
