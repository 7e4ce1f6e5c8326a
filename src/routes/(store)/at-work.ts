import { findPlace } from '#db/queries/shelf.ts';
import { mayAtNode, mayChoosePlace, mayEnrolDevices, mayReadMail, maySeeOffice } from '#lib/commerce/stores/staff-policy.ts';
import { isStaff } from '#lib/kernel/actor.ts';

export type AtWork = {
  name: string;
  role: string;
  place: { name: string; timeZone: string } | null;
  /** They belong to no place, and stand where they say. */
  choosesPlace: boolean;
  opens: { till: boolean; work: boolean; stock: boolean; office: boolean; imports: boolean; mail: boolean; devices: boolean };
};

/** Who is at work here and what opens to them, for the head of every staff page. */
export async function atWork({ actor, shop }: App.Locals): Promise<AtWork | null> {
  if (!isStaff(actor)) return null;
  const place = actor.nodeId === null ? undefined : await findPlace(shop.db, actor.nodeId);
  const choosesPlace = mayChoosePlace(actor);
  const opens = {
    till: choosesPlace || mayAtNode(actor, 'sell-in-store'),
    work: choosesPlace || mayAtNode(actor, 'fulfil'),
    stock: choosesPlace || mayAtNode(actor, 'see-shelf'),
    office: maySeeOffice(actor),
    imports: choosesPlace,
    mail: mayReadMail(actor),
    devices: mayEnrolDevices(actor)
  };
  return { name: actor.name, role: actor.role, place: place ? { name: place.name, timeZone: place.timeZone } : null, choosesPlace, opens };
}
