import { parseArgs } from 'node:util';
import { PlainTrouble } from '#db/plain-trouble.ts';

export type IntentsOptions = { does: 'list' } | { does: 'judge'; file: string; aliases: string | undefined; json: boolean };

const USAGE = 'npm run support:intents -- FILE.jsonl [--aliases FILE.json] [--json], or --list';

export function intentsOptions(args: string[]): IntentsOptions {
  const { values, positionals } = parsed(args);
  if (values.list) {
    if (positionals.length > 0) throw new PlainTrouble(`--list takes no file: ${USAGE}`);
    return { does: 'list' };
  }
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new PlainTrouble(`Name one file: ${USAGE}`);
  return { does: 'judge', file, aliases: values.aliases, json: values.json };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { list: { type: 'boolean', default: false }, aliases: { type: 'string' }, json: { type: 'boolean', default: false } }
    });
  } catch (fault) {
    throw new PlainTrouble(`${fault instanceof Error ? fault.message : String(fault)} ${USAGE}`);
  }
}
