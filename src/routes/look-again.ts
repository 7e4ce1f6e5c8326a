import { invalidate } from '$app/navigation';
import { navigating } from '$app/state';

/**
 * Loads again what the page shows, because news of it came. Never in the middle of a journey: the framework would give the journey
 * up, and leave the address of one page over another.
 */
export async function lookAgain(what: string): Promise<void> {
  let before: Promise<void> | undefined;
  for (let journey = navigating.complete; journey && journey !== before; journey = navigating.complete) {
    before = journey;
    await journey.catch(() => undefined);
  }
  await invalidate(what);
}
