import { hash } from 'node:crypto';
import { OWN_SOURCE as OWN, type Identity } from '#lib/commerce/state/state-record.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id that something of another system has here, always the same one; what came from a shop like this keeps its own. */
export function ourId({ type, source, external_id }: Identity): string {
  if (type === 'location') return nodeId(source, external_id);
  return source === OWN && UUID.test(external_id) ? external_id : madeId(type, source, external_id);
}

/** A part of a thing that has an id of its own there, such as a line of an order. */
export const partId = (kind: string, whole: string, part: string): string => (UUID.test(part) ? part : madeId(kind, whole, part));

/** Version 8 of RFC 9562: made of what the thing is called. */
function madeId(...parts: string[]): string {
  const hex = hash('sha256', parts.join('\0'));
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function nodeId(source: string, externalId: string): string {
  if (source === OWN && /^[a-z0-9-]+$/.test(externalId)) return externalId;
  const words = `${source}-${externalId}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return `${words}-${madeId('location', source, externalId).slice(0, 8)}`;
}

export const hashOf = (text: string): string => hash('sha256', text, 'base64url');
