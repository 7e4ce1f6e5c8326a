import {
  sizeClasses,
  type DeliveryRules,
  type DeliveryService,
  type SizeClass,
  type Transit,
  type Zone,
  type ZoneBand
} from './delivery-rules.ts';

/** The first band that reaches so far. Bands rise and the last has no end, so every distance has exactly one zone. */
export function zoneOf(metres: number, bands: readonly ZoneBand[]): Zone {
  const band = bands.find(({ upToMetres }) => upToMetres === null || metres <= upToMetres);
  if (!band || !(metres >= 0)) throw new Error(`zones: no band for ${metres} metres`);
  return band.zone;
}

/** Undefined: the service does not go there. 'unknown': it does, but how long it takes nobody can say. */
export function transitOf(rules: DeliveryRules, service: DeliveryService, zone: Zone): Transit | 'unknown' | undefined {
  return rules.transit[service][zone];
}

export type FeeQuestion = { service: DeliveryService; zone: Zone; size: SizeClass; currency: string; goods: number };

/** Delivery fee in minor units for goods worth `goods`; undefined where the tariff has no price, and what has no price is not offered. */
export function deliveryFee(rules: DeliveryRules, asked: FeeQuestion): number | undefined {
  const tariff = rules.tariffs[asked.currency]?.[asked.service];
  const fee = tariff?.fees[asked.zone]?.[asked.size];
  if (!tariff || fee === undefined) return undefined;
  return tariff.freeFrom !== null && asked.goods >= tariff.freeFrom ? 0 : fee;
}

/** What the smallest parcel costs in that currency, minor units; undefined where there is no tariff. */
export function leastFee({ tariffs }: DeliveryRules, currency: string): number | undefined {
  const fees = Object.values(tariffs[currency] ?? {}).flatMap((service) => Object.values(service.fees).map(({ small }) => small));
  return fees.length > 0 ? Math.min(...fees) : undefined;
}

/** A parcel is as large as its largest piece. */
export function parcelSize(sizes: Iterable<SizeClass>): SizeClass {
  let largest = 0;
  for (const size of sizes) largest = Math.max(largest, sizeClasses.indexOf(size));
  return sizeClasses[largest] ?? 'small';
}
