export type Place = { lat: number; lng: number; name: string; timeZone: string };

/** Places in degrees; `shipBy` and the window are instants. Booking the same tracking number again changes nothing. */
export type Booking = {
  trackingNumber: string;
  service: string;
  from: Place;
  to: Place;
  shipBy: Date;
  deliverFrom: Date;
  deliverUntil: Date;
  /** What the carrier calls its tracker, if it made one with the label. */
  trackerRef: string | null;
};

export type PostalAddress = {
  name: string;
  phone: string;
  line1: string;
  line2: string;
  city: string;
  state: string;
  postcode: string;
  country: string;
};

/** A parcel as it is told to a carrier. `reference` is our shipment's id; `grams` is null when of one thing in it it is not known. */
export type Sending = { reference: string; service: string; from: PostalAddress; to: PostalAddress; grams: number | null };

/** What a carrier gives for a parcel: its number, its label as a PDF when it has one, and what it calls the tracker. */
export type CarrierLabel = { trackingNumber: string; pdf: Uint8Array | null; trackerRef: string | null };

/**
 * Labels of a carrier that prints its own. Each call may throw `ProviderUnreachable`, and then may have happened: it is repeated. Each may
 * throw `CarrierRefused`, which repeating does not mend.
 */
export type CarrierLabels = {
  /** Says what is to be sent, which costs nothing. @returns what the carrier calls it: kept before anything is bought */
  draft: (sending: Sending) => Promise<string>;
  /** Buys the label of a draft. The second time it answers with the one that was bought: no draft has two. */
  buy: (ref: string, service: string) => Promise<CarrierLabel>;
  /** Gives a label back. `kept` when the carrier does not take it. Twice is the same as once. */
  void: (ref: string) => Promise<'voided' | 'kept'>;
};

/**
 * A parcel that is to be fetched at a shopper's door. `reference` is ours and names this wish: asked again with it, it is the same one. `booking` is
 * how it travels from there; `shipmentRef` what the carrier calls it, if the label is its own.
 */
export type PickupAsk = {
  reference: string;
  shipmentRef: string | null;
  address: PostalAddress;
  booking: Booking;
  from: Date;
  until: Date;
};

/** When the carrier comes, and what it calls that towards its shopper. */
export type BookedPickup = { from: Date; until: Date; confirmation: string };

/**
 * Carriers who come to a door. Each call may throw `ProviderUnreachable`, and then may have happened: it is repeated. The first two may throw
 * `CarrierRefused`: nobody comes.
 */
export type CarrierPickups = {
  /** Says what is to be fetched, which costs nothing. @returns what the carrier calls it: kept before anything is booked */
  draft: (ask: PickupAsk) => Promise<string>;
  /** Books a draft. The second time it answers with what was booked: nobody comes twice. */
  book: (ref: string) => Promise<BookedPickup>;
  /** Nobody shall come. `kept` when the carrier does not take it back, such as after it was there. Twice is the same as once. */
  cancel: (ref: string) => Promise<'cancelled' | 'kept'>;
};

/** What a shopper may ask of a parcel that travels: another day, where to leave it, a code that the door asks for, and a store to bring it to. */
export type WishKind = 'day' | 'safe-place' | 'pin' | 'collect';

/** All that is wished of a parcel by now, whatever was told before. */
export type Instructions = { deliverFrom: Date; deliverUntil: Date; safePlace: string | null; pin: string | null; to: Place | null };

/** Whoever carries our parcels. Scans come back by signed webhook. */
export type Carrier = {
  name: string;
  /** It was handed over: from now on it is followed. @returns what the carrier calls its tracker, if it does */
  book: (booking: Booking) => Promise<string | null>;
  /** Null for a carrier that takes our own numbers and labels. */
  labels: CarrierLabels | null;
  pickups: CarrierPickups;
  canInstruct: ReadonlySet<WishKind>;
  /** Telling it the same again changes nothing. */
  instruct: (trackingNumber: string, instructions: Instructions) => Promise<void>;
};

/** The carrier looked at what was asked and said no, with its reason. */
export class CarrierRefused extends Error {
  override name = 'CarrierRefused';
}

/** By name and not by `instanceof`: a module can exist twice in one process. */
export function isCarrierRefused(fault: unknown): fault is CarrierRefused {
  return fault instanceof Error && fault.name === 'CarrierRefused';
}
