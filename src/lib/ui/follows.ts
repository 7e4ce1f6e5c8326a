import type { Attachment } from 'svelte/attachments';

/**
 * A tick or a radio that the server wrote as `on()` says (`defaultChecked`) follows it when it changes. What somebody chose in between,
 * before the page came to life too, is theirs and stays.
 */
export function follows(on: () => unknown): Attachment<HTMLInputElement> {
  let said: boolean | undefined;
  return (input) => {
    const now = Boolean(on());
    if (said !== undefined && said !== now) input.checked = now;
    said = now;
  };
}
