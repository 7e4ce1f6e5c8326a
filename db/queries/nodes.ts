import type { NodeRecord } from '#lib/commerce/fulfilment/node.ts';
import type { Db } from '../client.ts';
import { networkNodes } from './delivery.ts';

/** Where a place is and how it is reached, beside what promises are computed from. */
export type NodePlace = NodeRecord & { queueDepth: number; address: string; city: string; postcode: string; phone: string };

/** Every place with its address. Few rows: they are read whole and may be kept for a moment. */
export async function nodePlaces(db: Db): Promise<NodePlace[]> {
  const [nodes, places] = await Promise.all([
    networkNodes(db),
    db.selectFrom('node').select(['id', 'address', 'city', 'postcode', 'phone']).orderBy('id').execute()
  ]);
  const byId = new Map(places.map((place) => [place.id, place]));
  return nodes.flatMap((node) => {
    const place = byId.get(node.id);
    return place ? [{ ...node, ...place }] : [];
  });
}
