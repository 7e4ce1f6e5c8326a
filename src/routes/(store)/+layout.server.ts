import { atWork } from './at-work.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals }) => ({ staff: await atWork(locals) });
