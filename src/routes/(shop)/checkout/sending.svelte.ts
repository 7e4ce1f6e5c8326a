import type { SubmitFunction } from '@sveltejs/kit';

/**
 * A form that is being sent by script: a second press sends nothing, what was typed stays, and what did not reach us is said
 * instead of losing the page. `refused` runs after a no, to show the world as it is now.
 */
export function sending(refused: () => Promise<void> = async () => undefined) {
  let busy = $state(false);
  let lost = $state(false);
  const submit: SubmitFunction = ({ cancel }) => {
    if (busy) return cancel();
    busy = true;
    lost = false;
    return async ({ result, update }) => {
      lost = result.type === 'error' && result.status === undefined;
      // Fields of a card have no value of their own to go back to, so a reset would empty them.
      if (!lost) await update({ reset: false });
      if (result.type === 'failure') await refused();
      busy = false;
    };
  };
  return {
    submit,
    get busy() {
      return busy;
    },
    get lost() {
      return lost;
    }
  };
}
