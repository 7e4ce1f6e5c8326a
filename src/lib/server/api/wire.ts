/** What the API reads of a request, whoever brings it. A `Request` is one; its `url` is whole. */
export type ApiRequest = {
  method: string;
  url: string;
  headers: Pick<Headers, 'get'>;
  body: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | null;
};

/** What the API answers, ready to be sent: names of headers in lower case. */
export type ApiAnswer = { status: number; headers: Record<string, string>; body: string | null };

export const asResponse = ({ body, ...head }: ApiAnswer): Response => new Response(body, head);
