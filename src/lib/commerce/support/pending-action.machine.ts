import { setup } from 'xstate';

export const pendingActionStates = ['waiting', 'with_staff', 'confirming', 'done', 'refused', 'withdrawn', 'expired'] as const;
export type PendingActionState = (typeof pendingActionStates)[number];

/** `needsStaff`: so much money that one of us says yes as well. */
export type PendingActionContext = { needsStaff: boolean };
export type PendingActionMove =
  /** Whoever was shown it presses the button. */
  | { type: 'confirm' }
  /** One of us says yes, or no. */
  | { type: 'approve' }
  | { type: 'decline' }
  /** The command did it, or said no. */
  | { type: 'finish' }
  | { type: 'refuse' }
  /** "Not now", or something else was asked for meanwhile. */
  | { type: 'withdraw' }
  | { type: 'expire' };

/**
 * What the assistant proposed and nobody has done yet. While it is `confirming` its command is at work, or was cut off: a sweep or another
 * press then ends the same, because the command knows the action's id.
 */
export const pendingActionMachine = setup({
  types: { context: {} as PendingActionContext, input: {} as PendingActionContext, events: {} as PendingActionMove },
  guards: { needsStaff: ({ context }) => context.needsStaff }
}).createMachine({
  id: 'pending-action',
  context: ({ input }) => input,
  initial: 'waiting',
  states: {
    waiting: {
      on: {
        confirm: [{ guard: 'needsStaff', target: 'with_staff' }, { target: 'confirming' }],
        withdraw: 'withdrawn',
        expire: 'expired'
      }
    },
    with_staff: { on: { approve: 'confirming', decline: 'refused', withdraw: 'withdrawn', expire: 'expired' } },
    confirming: { on: { finish: 'done', refuse: 'refused' } },
    done: { type: 'final' },
    refused: { type: 'final' },
    withdrawn: { type: 'final' },
    expired: { type: 'final' }
  }
});
