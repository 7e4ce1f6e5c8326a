import { crockford, readCrockford } from '#lib/kernel/crockford.ts';

type Seal = (use: string, text: string) => Uint8Array;

/** How long a code may be typed on the new device. Milliseconds. */
export const CODE_MS = 10 * 60_000;
/** 50 bits. */
const CODE_LENGTH = 10;
const HALF = 5;

/** Made anew from the device's id each time, so that it is stored nowhere and yet survives a reload. */
export const codeOf = (seal: Seal, deviceId: string): string => crockford(seal('device code', deviceId).subarray(0, CODE_LENGTH));

/** What stands in the table instead of the code. */
export const codeSeal = (seal: Seal, code: string): string =>
  Array.from(seal('typed device code', code), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** In two halves, as it is read aloud. */
export const spacedDeviceCode = (code: string): string => `${code.slice(0, HALF)}-${code.slice(HALF)}`;

/** As it was meant; undefined for what is no such code. */
export function readDeviceCode(typed: string): string | undefined {
  const bare = readCrockford(typed.slice(0, 80));
  return bare?.length === CODE_LENGTH ? bare : undefined;
}
