import { heldAssistant } from '#lib/server/held-assistant.ts';

/** Heavy to load, so at its first use, and once a process. */
export const theAssistant = async () => heldAssistant(async () => import('#agents/assistant.ts'));
