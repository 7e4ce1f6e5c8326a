/**
 * One read for many who ask: while a read is under way, whoever asks shares the next one. So ten thousand pages that
 * come back at once cost a few statements, and each answer was read after its question.
 */
export function sharedRead<Found>(read: (ids: string[]) => Promise<Found[]>, idOf: (found: Found) => string) {
  let last: Promise<unknown> = Promise.resolve();
  let next: { ids: Set<string>; found: Promise<Map<string, Found>> } | undefined;

  async function turn(ids: Set<string>, before: Promise<unknown>): Promise<Map<string, Found>> {
    await before.catch(() => undefined);
    next = undefined;
    const all = await read([...ids]);
    return new Map(all.map((found) => [idOf(found), found]));
  }

  function form() {
    const ids = new Set<string>();
    const found = turn(ids, last);
    last = found;
    return { ids, found };
  }

  return async function ask(ids: string[]): Promise<Found[]> {
    next ??= form();
    const { found } = next;
    for (const id of ids) next.ids.add(id);
    const all = await found;
    return ids.map((id) => all.get(id)).filter((one) => one !== undefined);
  };
}
