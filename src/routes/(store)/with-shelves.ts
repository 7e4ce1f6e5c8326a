import { shelfLevels, type ShelfLevel } from '#db/queries/shelf.ts';

export type OnShelves = { here: number; bin: string | null; elsewhere: { nodeId: string; name: string; free: number }[] };

/** What is free here, and who else has some. */
export async function withShelves<Item extends { variantId: string }>(
  db: App.Locals['shop']['db'],
  nodeId: string,
  items: Item[]
): Promise<(Item & { shelves: OnShelves })[]> {
  const levels = await shelfLevels(
    db,
    items.map((item) => item.variantId)
  );
  return items.map((item) => ({
    ...item,
    shelves: shelvesOf(
      levels.filter((level) => level.variantId === item.variantId),
      nodeId
    )
  }));
}

function shelvesOf(levels: ShelfLevel[], nodeId: string): OnShelves {
  const here = levels.find((level) => level.nodeId === nodeId);
  const elsewhere = levels.filter((level) => level.nodeId !== nodeId && level.free > 0);
  return {
    here: here?.free ?? 0,
    bin: here?.bin ?? null,
    elsewhere: elsewhere.map((level) => ({ nodeId: level.nodeId, name: level.nodeName, free: level.free }))
  };
}
