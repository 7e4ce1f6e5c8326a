import type { Asked, Said } from './brain.ts';

export type Json = Record<string, unknown>;

/** How one kind of server is spoken with: only as much of it as a talk with tools needs. */
export type Protocol = {
  path: string;
  contentType: string;
  read: (body: Json) => Asked;
  /** What goes over the line, piece by piece. */
  pieces: (said: Said) => string[];
  trouble: (status: number) => Json;
};

export const listOf = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

/** A content is a text, or a list of parts of which some have one. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return listOf(content)
    .map((part) => (typeof part['text'] === 'string' ? part['text'] : part['content'] === undefined ? '' : textOf(part['content'])))
    .join('');
}

export const wordsOf = (text = ''): string[] => text.match(/\S+\s*|\s+/g) ?? [];

export const written = (args: object | string): string => (typeof args === 'string' ? args : JSON.stringify(args));

/** In two, as a stream would: whoever reads only whole ones notices. */
export const inTwo = (text: string): string[] => [text.slice(0, text.length >> 1), text.slice(text.length >> 1)];
