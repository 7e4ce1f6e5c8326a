type Answer = { update: (options?: { reset?: boolean }) => Promise<void> };
type Sending = { readonly busy: boolean; submit: () => (answer: Answer) => Promise<void> };

/** For \`use:enhance\`: a form that is on its way says so on its buttons until the answer is there. What was typed stays, unless it is to \`reset\`. */
export function sending({ reset = false }: { reset?: boolean } = {}): Sending {
  let busy = $state(false);
  return {
    get busy() {
      return busy;
    },
    submit() {
      busy = true;
      return async ({ update }) => {
        await update({ reset });
        busy = false;
      };
    }
  };
}
