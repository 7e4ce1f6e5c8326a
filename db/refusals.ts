import { refuse, type RefusalCode } from '#lib/kernel/refusal.ts';

const REFUSED = 'TLREF';

const TAKEN = '23505';

/** Of two who write the same unique thing at the same moment the second one is refused like somebody who came later. */
export function refuseTaken(code: RefusalCode): (fault: unknown) => never {
  return (fault) => {
    if ((fault as { code?: string }).code === TAKEN) refuse(code);
    throw fault;
  };
}

/** What a function of the write path refuses arrives as an error of PostgreSQL; it leaves here as the refusal it is. */
export function rethrowRefusal(fault: unknown): never {
  const { code, message, detail } = fault as { code?: string; message?: string; detail?: string };
  if (code === REFUSED) refuse(message as RefusalCode, detail === '' ? undefined : detail);
  throw fault;
}
