import { setup } from 'xstate';

export const importFileStates = ['receiving', 'received', 'ready', 'confirmed', 'done', 'refused', 'lapsed'] as const;
export type ImportFileState = (typeof importFileStates)[number];
export type ImportFileMove =
  { type: 'receive' } | { type: 'pass' } | { type: 'confirm' } | { type: 'bring' } | { type: 'refuse' } | { type: 'lapse' };

/** A file that came to the office: looked at as a whole, confirmed by a person, and brought in as a whole or not at all. */
export const importFileMachine = setup({ types: { events: {} as ImportFileMove } }).createMachine({
  id: 'import-file',
  initial: 'receiving',
  states: {
    receiving: { on: { receive: 'received', lapse: 'lapsed' } },
    received: { on: { pass: 'ready', refuse: 'refused', lapse: 'lapsed' } },
    ready: { on: { confirm: 'confirmed', lapse: 'lapsed' } },
    // It is looked at anew when it goes in, and the shop may have changed since.
    confirmed: { on: { bring: 'done', refuse: 'refused' } },
    done: { type: 'final' },
    refused: { type: 'final' },
    lapsed: { type: 'final' }
  }
});
