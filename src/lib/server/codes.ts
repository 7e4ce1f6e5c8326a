import { randomBytes, randomInt } from 'node:crypto';
import { crockford } from '#lib/kernel/crockford.ts';

export const newCode = (length: number): string => crockford(randomBytes(length));

/** For codes that are typed on a phone's number pad; at most 14. */
export const newDigits = (length: number): string => String(randomInt(10 ** length)).padStart(length, '0');
