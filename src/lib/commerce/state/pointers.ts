/** JSON pointers (RFC 6901) into a record. */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const partsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

type Open = Record<string, unknown>;
const isOpen = (value: unknown): value is Open => typeof value === 'object' && value !== null;

/** What `raw` has and its checked form has not: fields that nobody here knows, by their pointers. */
export function unknownFields(raw: unknown, known: unknown, path: string[] = []): Map<string, unknown> {
  const found = new Map<string, unknown>();
  if (!isOpen(raw) || !isOpen(known)) return found;
  for (const [key, value] of Object.entries(raw)) {
    const here = [...path, key];
    if (!(key in known)) found.set(pointerOf(here), value);
    else if (isOpen(value)) for (const [pointer, below] of unknownFields(value, known[key], here)) found.set(pointer, below);
  }
  return found;
}

/** Puts kept fields back where they were; those whose place is gone are left out. */
export function withFields<T extends object>(record: T, kept: Record<string, unknown>): T {
  for (const [pointer, value] of Object.entries(kept)) {
    const parts = partsOf(pointer);
    const last = parts.pop() ?? '';
    let place: unknown = record;
    for (const part of parts) place = isOpen(place) ? place[part] : undefined;
    if (isOpen(place)) place[last] = value;
  }
  return record;
}

/** Every value of the record that `pattern` names, where `*` stands for each of a list; `change` says what it becomes. */
export function eachAt(record: unknown, pattern: string, change: (value: unknown, pointer: string) => unknown): void {
  walk(record, pattern.split('.'), '', change);
}

function walk(place: unknown, parts: string[], pointer: string, change: (value: unknown, pointer: string) => unknown): void {
  const [part = '', ...rest] = parts;
  if (!isOpen(place)) return;
  const keys = part === '*' ? Object.keys(place) : part in place ? [part] : [];
  for (const key of keys) {
    const here = `${pointer}/${key}`;
    if (rest.length > 0) walk(place[key], rest, here, change);
    else if (place[key] !== null && place[key] !== undefined) place[key] = change(place[key], here);
  }
}
