import { parseArgs } from 'node:util';
import { PlainTrouble } from '#db/plain-trouble.ts';

const USAGE = `npm run support:tool -- NAME --as customer:ID|guest:ORDER|anonymous --args JSON [--approve]
npm run support:tool -- --list
npm run support:tool -- --batch < CALLS.jsonl`;

export type SupportAsked =
  { what: 'list' } | { what: 'batch' } | { what: 'call'; name: string; as: string; args: unknown; approve: boolean };

export function supportArguments(given: readonly string[]): SupportAsked {
  const { values, positionals } = parsed(given);
  if (values.list) return { what: 'list' };
  if (values.batch) return { what: 'batch' };
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) throw new PlainTrouble(`Say which tool to call:\n${USAGE}`);
  if (values.as === undefined) throw new PlainTrouble(`Say as whom with --as:\n${USAGE}`);
  return { what: 'call', name, as: values.as, args: jsonOf(values.args), approve: values.approve };
}

function parsed(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        as: { type: 'string' },
        args: { type: 'string', default: '{}' },
        approve: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        batch: { type: 'boolean', default: false }
      }
    });
  } catch (fault) {
    throw new PlainTrouble(`${fault instanceof Error ? fault.message : String(fault)}\n${USAGE}`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PlainTrouble(`--args ${text.slice(0, 60)} is no JSON.`);
  }
}
