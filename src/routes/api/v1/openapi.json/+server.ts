import type { RequestHandler } from '@sveltejs/kit';
import { openApi } from '#lib/server/api/openapi.ts';

export const GET: RequestHandler = () => Response.json(openApi(), { headers: { 'cache-control': 'public, max-age=300' } });
