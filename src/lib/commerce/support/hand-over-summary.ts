import type { TalkChannel } from './who.ts';

export type Mood = 'calm' | 'urgent' | 'angry';

/** What a person finds who goes on with a talk. `tried`: what was looked at, proposed and refused, in its order. */
export type HandOverSummary = {
  who: string;
  channel: TalkChannel;
  order: string | null;
  intent: string | null;
  tried: { tool: string; decision: string; code: string | null }[];
  waiting: { id: string; kind: string; state: string } | null;
  mood: Mood;
};

const ANGRY =
  /\b(?:worst|useless|pathetic|ridiculous|disgust\w*|terrible|horrible|fraud|cheat(?:ed|ing|ers)?|scam\w*|liars?|sue|consumer court|legal|police|idiots?|stupid|hell|damn|bloody|fuck\w*|shit\w*|bakwas|ghatiya|bekar|dhokha)\b|बकवास|घटिया|धोखा|!{2,}/iu;
const URGENT =
  /\b(?:urgent(?:ly)?|asap|immediately|right now|emergency|jaldi|turant|still (?:not|no|nothing|waiting)|again and again)\b|जल्दी|तुरंत/iu;
const SHOUTED_FROM = 12;

/** How whoever wrote this seems to feel: for a person who is to answer, and for nothing else. */
export function moodOf(said: readonly string[]): Mood {
  const text = said.join('\n');
  if (ANGRY.test(text) || said.some(isShouted)) return 'angry';
  return URGENT.test(text) ? 'urgent' : 'calm';
}

function isShouted(text: string): boolean {
  const letters = text.match(/[A-Za-z]/g) ?? [];
  return letters.length >= SHOUTED_FROM && letters.filter((letter) => letter === letter.toUpperCase()).length > letters.length * 0.8;
}
