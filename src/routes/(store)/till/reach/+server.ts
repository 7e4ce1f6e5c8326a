import type { RequestHandler } from './$types';

/** Whether the shop can be reached, and by somebody who is signed in: everybody else is sent to the door. */
export const GET: RequestHandler = () => new Response(null, { status: 204 });
