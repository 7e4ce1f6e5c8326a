import type { Card } from '#lib/commerce/support/card.ts';
import type { Reply, Turn } from '#lib/commerce/support/turn.ts';
import type { Language } from '#lib/commerce/support/who.ts';
import { callTool } from '../call-tool.ts';
import { EmbeddedModel, type Beside } from '../models/embedded.ts';
import type { Mind } from '../models/embedded/plan.ts';
import type { WhyNot } from '../models/why-not-taken.ts';
import { withFallback } from '../models/with-fallback.ts';
import { wantsPerson } from '../understanding/person.ts';
import { cardsOf } from './cards.ts';
import { graphWith, IN_TURN, ownGraph } from './graph.ts';
import { historyOf } from './history.ts';
import { mayBeAsked, noteHowItWent, noteModel, type Hosted } from './hosted.ts';
import { heardAtOnce, listened, type Hearing, type Listened, type OnPiece } from './listen.ts';
import { openingFor } from './opening.ts';
import { say } from './phrases.ts';
import type { Run, Step } from './run.ts';
import { wordsOf } from './words.ts';

/** `hosted`: the model by setting; undefined for the embedded one. */
export type Replying = { run: Run; turn: Turn; mind: Mind; hosted: Hosted | undefined; onPiece: OnPiece };

/** What is said in a turn: by the model that is set, by the embedded one where that fails, and by templates where its words rest on nothing. */
export async function replyTo(replying: Replying): Promise<Reply> {
  const { turn, run, mind, hosted, onPiece } = replying;
  const { language } = mind.ctx;
  // Said once, before anything else: who it is that answers.
  const intro = turn.messages.some(({ author }) => author === 'assistant') ? '' : `${say(language, 'intro')} `;
  if (intro !== '') onPiece(intro);
  if (turn.isSpent) return { ...(await handedOver(run, language)), words: `${intro}${say(language, 'person')}` };
  const isAsked = hosted !== undefined && !wantsPerson(turn.messages.at(-1)?.words ?? '') && (await mayBeAsked(run, hosted));
  const told = isAsked ? await byHosted(replying, hosted) : await byEmbedded(replying);
  const whole = told.words.startsWith(intro.trim()) ? told.words : `${intro}${told.words}`;
  return { ...told, words: whole.slice(0, 4_000) };
}

async function byEmbedded(replying: Replying): Promise<Reply> {
  const { run, turn, mind, onPiece } = replying;
  const speaker = new EmbeddedModel(mind, turn.misses);
  const history = historyOf(turn.messages);
  const tool = speaker.firstTool(history);
  const opening = tool === undefined ? undefined : openingFor(mind.ctx, tool);
  if (opening !== undefined) onPiece(opening);
  const { messages } = await ownGraph.invoke(
    { messages: history },
    { ...IN_TURN, context: { run, speaker }, ...(run.stop && { signal: run.stop }) }
  );
  const heard = heardAtOnce(messages, hearing(replying));
  // Its templates say what tools said: this one does not.
  if (heard.unsupported.length > 0) run.shop.report(new Error(`assistant: an answer rests on nothing: ${heard.unsupported.join('; ')}`));
  return finished({ run, mind, heard, beside: besideOf(heard) });
}

/** What the hosted model does not answer is answered by the embedded one in the same run: nothing is done twice. */
async function byHosted(replying: Replying, hosted: Hosted): Promise<Reply> {
  const { run, turn, mind } = replying;
  let failed: WhyNot | undefined;
  const fallback = withFallback({
    embedded: new EmbeddedModel(mind, turn.misses),
    async onFailed(why) {
      failed = why;
      // Whoever stopped it made it fail.
      if (run.stop?.aborted) return;
      await noteModel(run, why);
    }
  });
  const speaker = await hosted.load();
  const stream = await graphWith(speaker, fallback).stream(
    { messages: historyOf(turn.messages) },
    { ...IN_TURN, streamMode: ['messages', 'values'], context: { run, speaker }, ...(run.stop && { signal: run.stop }) }
  );
  const heard = await listened(stream, hearing(replying));
  if (!run.stop?.aborted) await noteHowItWent(run, hosted, failed);
  if (run.isSpent) return handedOver(run, mind.ctx.language);
  if (heard.unsupported.length > 0) await noteModel(run, 'ungrounded', heard.unsupported);
  return finished({ run, mind, heard, beside: failed ? besideOf(heard) : NOTHING });
}

const NOTHING: Beside = { cards: [], waits: null, misses: 0 };
const besideOf = ({ last }: Listened): Beside => ({ ...NOTHING, ...(last?.additional_kwargs as Partial<Beside> | undefined) });

/** What supports the words: tools, and what was said before by us. */
const hearing = ({ run, turn, onPiece }: Replying): Hearing => ({
  run,
  quoted: turn.messages.flatMap(({ author, words }) => (author === 'shopper' ? [] : [words])),
  onPiece
});

type Finishing = { run: Run; mind: Mind; heard: Listened; beside: Beside };

/** Words that rest on nothing are not said: what the tools told is, in words of ours. */
function finished({ run, mind, heard, beside }: Finishing): Reply {
  const { steps } = run;
  const { ctx } = mind;
  const isSaid = heard.words !== '' && heard.unsupported.length === 0;
  const cards: Card[] = [...cardsOf(steps, run.shop.now()), ...beside.cards];
  return {
    ...beside,
    words: isSaid ? heard.words : templated(steps, ctx.language, run.shop.now()),
    cards,
    grounds: groundsOf(steps),
    language: ctx.language,
    tokens: run.tokens
  };
}

const templated = (steps: readonly Step[], language: Language, now: Date): string =>
  steps
    .map((step) => wordsOf(step, { language, now }))
    .filter((words) => words !== '')
    .join(' ') || say(language, 'unknown');

export function groundsOf(steps: readonly Step[]): object[] {
  const all = steps.flatMap(({ answer }) => [
    ...answer.facts,
    ...(answer.rule ? [{ what: 'policy', id: `policy:${answer.rule.profile}@${answer.rule.version}#${answer.rule.rule}`, at: null }] : [])
  ]);
  return [...new Map(all.map((ground) => [ground.id, ground])).values()];
}

/** It used up what it may: a person goes on. */
async function handedOver(run: Run, language: Language): Promise<Reply> {
  const answer = await callTool(run.shop, run.asking, { name: 'hand_over', args: { about: 'other', intent: 'too-much' } });
  return { words: say(language, 'person'), cards: [], grounds: answer.facts, waits: null, misses: 0, language, tokens: run.tokens };
}
