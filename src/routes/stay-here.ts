import type { SubmitFunction } from '@sveltejs/kit';
import { applyAction } from '$app/forms';
import { lookAgain } from './look-again.ts';

/**
 * For a form that changes what its page shows and leads back to it. The way back would be a journey that overtakes whatever its
 * person began meanwhile, a search for instance: so nobody travels, and the page looks again at `what`.
 */
export const stayHere =
  (what: string): SubmitFunction =>
  () =>
  async ({ result, update }) => {
    if (result.type !== 'redirect') return update({ reset: false });
    await applyAction({ type: 'success', status: 200 });
    await lookAgain(what);
  };
