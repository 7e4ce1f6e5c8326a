/** How far a talk is: `seq` is that of its last message. `isTaken`: one of us has it. The version rises with whatever happens to it. */
export type TalkSnapshot = { threadId: string; version: number; seq: number; isTaken: boolean };

/** How far all talks together are. */
export type TalksSnapshot = { desk: 'support'; version: number };
