import { randomBytes } from 'node:crypto';
import { crockford } from '#lib/kernel/crockford.ts';

export const newCode = (length: number): string => crockford(randomBytes(length));
