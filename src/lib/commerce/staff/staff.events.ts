import type { Fact } from '#lib/kernel/fact.ts';

/** All that happens on a device of the staff is its own stream, numbered under the lock of its row. */
type OfDevice<Type extends string, Body = unknown> = Fact<Type, { deviceId: string; nodeId: string } & Body>;

export type DeviceOffered = OfDevice<'device.offered', { name: string; expiresAt: string }>;
export type DeviceEnrolled = OfDevice<'device.enrolled'>;
export type DeviceSignedIn = OfDevice<'device.signed_in', { userId: string }>;
/** Somebody said yes with their PIN to what another does there. */
export type DeviceVouched = OfDevice<'device.vouched', { userId: string }>;
/** Somebody typed a PIN that was not that of the person they picked. */
export type DevicePinRefused = OfDevice<'device.pin_refused', { userId: string }>;
export type DeviceRevoked = OfDevice<'device.revoked'>;

type OfKiosk<Type extends string> = Fact<Type, { kioskId: string; nodeId: string }>;

export type KioskStarted = OfKiosk<'kiosk.started'>;
export type KioskEnded = OfKiosk<'kiosk.ended'>;

export type StaffEvent =
  DeviceOffered | DeviceEnrolled | DeviceSignedIn | DeviceVouched | DevicePinRefused | DeviceRevoked | KioskStarted | KioskEnded;

export const kioskTopic = (kioskId: string): string => `kiosk:${kioskId}`;
export const deviceTopic = (deviceId: string): string => `device:${deviceId}`;
