import { beat, leave, presentAt, type Present } from '#db/queries/cart-presence.ts';
import { tellPages } from '#db/pages-signal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { LiveSocket } from './answering.ts';
import type { LiveServer } from './audience.ts';
import type { Presence } from './cart-presence.ts';
import { loop } from './loop.ts';
import { hereAt } from './rooms.ts';

const EVERY_MS = 2_000;

export type Here = { touch: (cartIds: string[]) => void; stop: () => Promise<void> };

/**
 * Says to each connection who else has its cart open, in whatever process. Each process writes down its own every two seconds, and
 * at once when one comes or goes; those of a process that died are gone when their beat is missing.
 */
export function tellWhoIsHere(io: LiveServer, shop: Shop, presence: Presence): Here {
  const touched = new Set<string>();
  /** What each connection was told last of each cart, by the id of its presence. */
  const told = new Map<string, string>();
  let allAt = 0;

  async function turn(): Promise<number> {
    const here = [...io.of('/').sockets.values()].filter(({ data }) => data.carts.size > 0);
    const left = presence.takeLeft();
    const changed = new Set([...presence.takeEntered(), ...left.map(({ cartId }) => cartId)]);
    const all = performance.now() >= allAt;
    if (all) allAt = performance.now() + EVERY_MS;
    if (left.length > 0)
      await leave(
        shop.db,
        left.map(({ id }) => id)
      );
    for (const { id } of left) told.delete(id);
    if (all || changed.size > 0) await beat(shop.db, beatsOf(here, all ? undefined : changed));
    if (changed.size > 0) await tellPages(shop.db, [...changed].map(hereAt));

    const asked = new Set(here.flatMap(({ data }) => [...data.carts.keys()]).filter((cartId) => all || touched.has(cartId)));
    touched.clear();
    if (asked.size > 0) tellAll(here, await presentAt(shop.db, [...asked]), asked);
    return Math.max(0, allAt - performance.now());
  }

  function tellAll(sockets: LiveSocket[], present: Present[], asked: Set<string>): void {
    const at = Map.groupBy(present, ({ cartId }) => cartId);
    for (const socket of sockets) {
      for (const [cartId, { id }] of socket.data.carts) {
        if (!asked.has(cartId)) continue;
        const others = (at.get(cartId) ?? []).filter((one) => one.id !== id).map(({ visitor }) => visitor);
        const words = JSON.stringify(others);
        if (words === (told.get(id) ?? '[]')) continue;
        told.set(id, words);
        socket.emit('cart.presence', { cartId, here: others });
      }
    }
  }

  const telling = loop(turn, shop.report);
  presence.onChange(telling.wake);
  return {
    touch(cartIds) {
      for (const id of cartIds) touched.add(id);
      if (touched.size > 0) telling.wake();
    },
    async stop() {
      await telling.stop();
      const open = [...io.of('/').sockets.values()].flatMap(({ data }) => [...data.carts.values()].map(({ id }) => id));
      await leave(shop.db, open).catch(shop.report);
    }
  };
}

function beatsOf(sockets: LiveSocket[], only: Set<string> | undefined) {
  return sockets.flatMap(({ data }) =>
    [...data.carts]
      .filter(([cartId]) => !only || only.has(cartId))
      .map(([cartId, { id, visitor, since }]) => ({ id, cartId, visitor, since }))
  );
}
