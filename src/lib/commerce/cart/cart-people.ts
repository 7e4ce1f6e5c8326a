import type { Author } from './author.ts';
import type { CartSnapshot, CartVisitor, PlacedAuthor } from './cart-snapshot.ts';

/** Who reads: for the owner the other devices are "yours". */
export type Reader = 'owner' | 'other';

const hasOwnName = ({ role, link }: Author): boolean => role === 'staff' || link !== undefined;

/** "Asha", "Priya", "Somebody with your link"; undefined for the shopper whose cart it is. */
function nameOf(by: Author, reader: Reader): string | undefined {
  if (!hasOwnName(by)) return undefined;
  const name = by.link ?? by.name ?? '';
  return name === '' ? (reader === 'owner' ? 'Somebody with your link' : 'Somebody with a link') : name;
}

const placeOf = ({ nodeName }: PlacedAuthor): string => (nodeName === null ? '' : ` at ${nodeName}`);
const atKiosk = (by: PlacedAuthor): string => ` at the kiosk${placeOf(by)}`;

function onDevice(by: PlacedAuthor, whose: string): string {
  if (by.device === 'kiosk') return atKiosk(by);
  return by.device === null ? ` on ${whose} other device` : ` on ${whose} ${by.device}`;
}

/** The last change in words: "Asha added Mug at Indiranagar.", "You took out Mug on your phone." */
export function newsText({ by, words }: NonNullable<CartSnapshot['latest']>, reader: Reader): string {
  const name = nameOf(by, reader);
  if (name !== undefined) return `${name} ${words}${placeOf(by)}.`;
  return reader === 'owner' ? `You ${words}${onDevice(by, 'your')}.` : `The shopper ${words}${onDevice(by, 'their')}.`;
}

/** Who put a line in, when it was not whoever reads: "Asha added this at Indiranagar". */
export function addedByText(by: PlacedAuthor, me: Author, reader: Reader): string | undefined {
  if (isSame(by, me)) return undefined;
  const name = nameOf(by, reader);
  if (name !== undefined) return `${name} added this${placeOf(by)}`;
  // Before devices were noted down nobody knows which one it was.
  if (reader === 'owner' && by.device === 'kiosk') return `Added${atKiosk(by)}`;
  if (reader === 'owner') return by.device === null ? undefined : `Added on your ${by.device}`;
  return 'The shopper added this';
}

const isSame = (one: Author, other: Author): boolean =>
  one.role === other.role && one.name === other.name && one.device === other.device && one.link === other.link;

/** "Also open: your phone, till 2 by Asha". Undefined when nobody else is there. */
export function hereText(here: readonly CartVisitor[], me: Author, reader: Reader): string | undefined {
  const all = [...new Set(here.map((visitor) => visitorText(visitor, me, reader)))];
  return all.length === 0 ? undefined : `Also open: ${all.join(', ')}`;
}

function visitorText({ role, label, terminal, device, nodeName }: CartVisitor, me: Author, reader: Reader): string {
  if (role === 'staff') return terminal === null ? `${label}${nodeName === null ? '' : ` at ${nodeName}`}` : `${terminal} by ${label}`;
  if (device === 'kiosk' && terminal !== null) return terminal;
  if (role === 'link') return label === '' ? 'somebody with a link' : label;
  if (reader === 'other') return device === null ? 'the shopper' : `the shopper’s ${device}`;
  return device === null || device === me.device ? 'another window of yours' : `your ${device}`;
}
