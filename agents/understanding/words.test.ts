import { expect, test } from 'vitest';
import { wishOf, wordsOf } from './words.ts';

test.each([
  ['Where is MZ-7K2M9QX4RD?', 'where is xorder'],
  ['mz 7k2m9qx4rd', 'xorder'],
  ['order #100234', 'order xorder'],
  ['return R-4KD8WQ2M', 'return xreturn'],
  ['do u deliver to 560 034', 'do you deliver to xpin'],
  ['write to asha.rao+1@mail.example.com', 'write to xemail'],
  ['call +91 98450 12345', 'call xphone'],
  ['under ₹1,500 or Rs. 2000', 'under xmoney or xmoney'],
  ['2 chairs', 'xnum chairs'],
  ['see https://shop.example/a?b=1 now', 'see xlink now'],
  ['Don’t cancle!!', 'do not cancel'],
  ['pleeeease heyyyy', 'pleease heyy'],
  ['मेरा ऑर्डर कहाँ है', 'मेरा ऑर्डर कहाँ है'],
  ['😀', '']
])('%s', (text, words) => expect(wordsOf(text).join(' ')).toBe(words));

test.each([
  ['could you please help me to cancel my order', 'cancel my order'],
  ["I don't know how to return a lamp", 'return a lamp'],
  ['what do i have to do to see my invoice', 'see my invoice'],
  ['help me', 'help me'],
  ['hello', 'hello']
])('%s leads up to: %s', (text, wish) => expect(wishOf(wordsOf(text)).join(' ')).toBe(wish));
