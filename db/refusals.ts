import { refuse, type RefusalCode } from '#lib/kernel/refusal.ts';

const REFUSED = 'TLREF';

/** What a function of the write path refuses arrives as an error of PostgreSQL; it leaves here as the refusal it is. */
export function rethrowRefusal(fault: unknown): never {
  const { code, message, detail } = fault as { code?: string; message?: string; detail?: string };
  if (code === REFUSED) refuse(message as RefusalCode, detail === '' ? undefined : detail);
  throw fault;
}
