import { Agent, request } from 'node:http';

export type Message = { headers: Record<string, string>; body: string };
/** Posts a message and answers the status of the reply, which is not read. @throws when none comes in time */
export type Post = (url: string, message: Message) => Promise<number>;

export const ANSWER_WITHIN_MS = 5000;
const kept = new Agent({ keepAlive: true });

/**
 * Over lines that are kept open. `fetch` makes streams, signals and event targets for each post and costs several times as much;
 * of the reply only the status counts. Redirects are not followed.
 */
export const post: Post = async (url, { headers, body }) => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const sent = request(url, { method: 'POST', agent: kept, headers: { ...headers, 'content-length': Buffer.byteLength(body) } });
  const patience = setTimeout(() => sent.destroy(new Error(`no answer within ${ANSWER_WITHIN_MS / 1000} s`)), ANSWER_WITHIN_MS);
  sent.on('error', reject);
  sent.on('response', (reply) => {
    reply.on('error', reject);
    reply.on('end', () => resolve(reply.statusCode ?? 0));
    reply.resume();
  });
  sent.end(body);
  return promise.finally(() => clearTimeout(patience));
};
