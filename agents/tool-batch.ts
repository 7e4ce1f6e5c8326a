import * as z from 'zod';
import { toolDesk } from './tool-desk.ts';
import type { Undoable } from '#db/undoable.ts';
import type { Shop } from '#lib/server/shop.ts';

const Line = z.union([
  z.strictObject({ begin: z.literal(true) }),
  z.strictObject({ rollback: z.literal(true) }),
  z.strictObject({ export: z.union([z.strictObject({ order: z.string() }), z.strictObject({ customer: z.string() })]) }),
  z.strictObject({ name: z.string(), as: z.string(), args: z.unknown().optional(), approve: z.boolean().optional() })
]);

/** `undoable`: the connection that the shop is on, so that what lies between begin and rollback is undone together. */
type Batch = { shop: Shop; undoable: Pick<Undoable, 'begin' | 'undo' | 'apart'> };

/** Answers line by line, in the order in which they came: a line is done before the next is read. */
export async function* answerLines(lines: AsyncIterable<string>, { shop, undoable }: Batch): AsyncGenerator<string> {
  const desk = toolDesk(shop);
  let isOpen = false;

  async function answer(text: string): Promise<object> {
    const read = Line.safeParse(jsonOf(text));
    if (!read.success) return { error: 'This is neither a call nor a directive.' };
    const line = read.data;
    if ('begin' in line) {
      if (isOpen) return { error: 'A group has begun already.' };
      await undoable.begin();
      isOpen = true;
      return { begun: true };
    }
    if ('rollback' in line) {
      if (!isOpen) return { error: 'No group has begun.' };
      isOpen = false;
      await undoable.undo();
      desk.forget();
      return { rolledBack: true };
    }
    if ('export' in line) return { export: line.export, ...(await undoable.apart(async () => desk.exported(line.export))) };
    return undoable.apart(async () => desk.call(line));
  }

  for await (const text of lines) {
    if (text.trim() === '') continue;
    const answered = await answer(text).catch((fault: unknown) => {
      shop.report(fault);
      return { error: 'This could not be answered; nothing of it was done.' };
    });
    yield JSON.stringify(answered);
  }
  if (isOpen) await undoable.undo();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
