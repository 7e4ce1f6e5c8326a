import { expect, test } from 'vitest';
import { smallTalk } from './small-talk.ts';

test('small talk is known by all of its words', () => {
  const said = {
    joke: ['tell me a joke', 'Do you know any jokes?', 'ek chutkula sunao', 'hey, can you tell me another joke please'],
    laugh: ['haha', 'lol', 'haha you are funny', 'that was hilarious!!', '😂😂', 'good one 😄'],
    thanks: ['🙏', '❤️'],
    heard: ['👍', '👍🏽', '👌'],
    howAreYou: ['how are you today?', 'hi, how are you', 'whats up', 'kaise ho', 'How’s it going?'],
    sameToYou: ['happy diwali!', 'wish you a very happy new year', 'have a nice day', 'Eid Mubarak 🌙'],
    onlyAProgram: ['do you love me?', 'I love you ❤️', 'are you hungry']
  };
  for (const [phrase, all] of Object.entries(said)) {
    expect(all.map((one) => [one, smallTalk(one)])).toEqual(all.map((one) => [one, phrase]));
  }
});

test('with a wish in it, the wish is what counts', () => {
  const wishes = [
    'how are you shipping this',
    'how is my order',
    'i love your lamps, do you have blue ones',
    'happy diwali offers?',
    'this is a joke, where is my order',
    'have a nice lamp?',
    'are you a human',
    'lol where is it',
    '😡',
    'thanks, and where is it'
  ];
  expect(wishes.filter((one) => smallTalk(one) !== undefined)).toEqual([]);
});
