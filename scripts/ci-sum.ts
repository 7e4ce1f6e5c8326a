import { readFileSync } from 'node:fs';
import { say } from './steps/progress.ts';
import { added, inWords, type Tally } from './steps/tally.ts';

// The last lines of .ci/run: which tests failed, and what npm test counted, with one failed more when the check failed.
// A tally that is empty means that npm test ended before it could count.
const [file = '', check = '1'] = process.argv.slice(2);
const counted = readFileSync(file, 'utf8');
const tests: Tally = counted ? (JSON.parse(counted) as Tally) : { passed: 0, failed: 1, leftOut: 0, names: [] };
for (const name of tests.names) say(`failed: ${name}`);
say(inWords(added([tests, { passed: 0, failed: check === '0' ? 0 : 1, leftOut: 0, names: [] }])));
