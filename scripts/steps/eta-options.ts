import { parseArgs } from 'node:util';
import { PlainTrouble } from '#db/plain-trouble.ts';

/** `from` in milliseconds since 1970. */
export type EtaOptions = { file: string; target: number; from: number | undefined; json: boolean };

const USAGE = 'npm run eta -- FILE.csv [--target 0.93] [--from 2018-03-01] [--json]';

/** Refuses what cannot be meant with a sentence that says how it is meant. */
export function etaOptions(args: string[]): EtaOptions {
  const { values, positionals } = parsed(args);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new PlainTrouble(`Name one file: ${USAGE}`);
  const target = Number(values.target);
  if (!(target >= 0.5 && target <= 0.99)) throw new PlainTrouble('--target takes the share of promises to keep, from 0.5 to 0.99.');
  const from = values.from === undefined ? undefined : Date.parse(values.from);
  if (Number.isNaN(from)) throw new PlainTrouble('--from takes a day, as in 2018-03-01.');
  return { file, target, from, json: values.json };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { target: { type: 'string', default: '0.9' }, from: { type: 'string' }, json: { type: 'boolean', default: false } }
    });
  } catch (fault) {
    throw new PlainTrouble(`${fault instanceof Error ? fault.message : String(fault)} ${USAGE}`);
  }
}
