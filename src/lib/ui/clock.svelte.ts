import { createSubscriber } from 'svelte/reactivity';

const everySecond = createSubscriber((update) => {
  const timer = setInterval(update, 1000);
  return () => clearInterval(timer);
});

/** The reader's clock in milliseconds. Whatever shows it is drawn anew each second; one timer serves the page. */
export function now(): number {
  everySecond();
  return Date.now();
}
