import type { Asking } from '#lib/commerce/support/who.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Answer } from '../answer.ts';

/** What one turn may use up, whatever the model wants. */
export const MOST_MODEL_CALLS = 8;
export const MOST_TOOL_CALLS = 10;

/** Why a second proposal is none, as it is told to a model. */
export const ONE_PROPOSAL = 'one proposal in a turn: tell them that this comes next';

/** One call of a tool in a turn, and what came of it. `id`: by which it is known who called it. */
export type Step = { id?: string | undefined; name: string; args: unknown; answer: Answer };

/** What a turn has done so far. Who asks stands here, and no tool takes it from anywhere else. */
export type Run = {
  shop: Shop;
  asking: Asking;
  steps: Step[];
  modelCalls: number;
  toolCalls: number;
  /** What models of somebody else's have used up so far, as they say or as it is estimated. */
  tokens: number;
  /** Something is proposed or being proposed: at most one a turn. */
  isProposing: boolean;
  /** It used up what a turn may. */
  isSpent: boolean;
  /** Whoever asked wants to hear no more of it. */
  stop: AbortSignal | undefined;
  /** Calls of tools that are under way. */
  underWay: Set<Promise<unknown>>;
};

export const newRun = (shop: Shop, asking: Asking, stop?: AbortSignal): Run => ({
  shop,
  asking,
  steps: [],
  modelCalls: 0,
  toolCalls: 0,
  tokens: 0,
  isProposing: false,
  isSpent: false,
  stop,
  underWay: new Set()
});
