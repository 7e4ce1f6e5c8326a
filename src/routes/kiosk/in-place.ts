import { applyAction } from '$app/forms';
import { goto, invalidateAll } from '$app/navigation';
import type { SubmitFunction } from '@sveltejs/kit';

/** Where a form leads takes the place of its page, as links do here. */
export const inPlace: SubmitFunction =
  () =>
  async ({ result }) => {
    if (result.type === 'redirect') await goto(result.location, { replaceState: true, invalidateAll: true });
    else {
      if (result.type === 'success') await invalidateAll();
      await applyAction(result);
    }
  };
