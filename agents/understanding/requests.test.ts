import { expect, test } from 'vitest';
import { requestsOf } from './requests.ts';

test.each([
  ['cancel the lamp and where is the other parcel?', ['cancel the lamp', 'where is the other parcel?']],
  ['Where is my order? I also want to return the rug.', ['Where is my order?', 'I also want to return the rug.']],
  [
    'cancel MZ-7K2M9QX4RD, then change the address of MZ-3F8TN6WQ2H to 12 MG Road, Bengaluru 560001',
    ['cancel MZ-7K2M9QX4RD', 'change the address of MZ-3F8TN6WQ2H to 12 MG Road, Bengaluru 560001']
  ],
  ['track my order and also send me the invoice and stop the newsletter', ['track my order', 'send me the invoice', 'stop the newsletter']],
  ['return the cup; is the bigger one in stock?', ['return the cup', 'is the bigger one in stock?']],
  ['mera order kaha hai aur lamp cancel kar do', ['mera order kaha hai', 'lamp cancel kar do']],
  ['please cancel it\nwhat are your store hours', ['please cancel it', 'what are your store hours']]
])('%s is several', (message, requests) => expect(requestsOf(message)).toEqual(requests));

test.each([
  'cancel the lamp and the rug',
  'did you get the mug I sent back? order MZ-7K2M9QX4RD',
  'where is it? my order number is 100234',
  'where is my order',
  'hi, where is my order',
  'Hello! My order has not come. It was to be here on Monday.',
  'MZ-7K2M9QX4RD, asha@example.com',
  'send it to 12 MG Road, Bengaluru, Karnataka 560001',
  'do you have it in black and white?',
  'thanks, bye',
  'i ordered two cups, one came broken',
  'is it big and heavy',
  'I want to change my address, what should I do?',
  'i have a question, can you cancel my order',
  'I want to see my bill, can you help me?',
  ''
])('%s is one', (message) => expect(requestsOf(message)).toEqual(message === '' ? [] : [message]));

test('a wall of requests is cut to four, and nothing of it is lost', () => {
  const wall = Array.from({ length: 9 }, (_, at) => `cancel order ${at}.`).join(' ');
  expect(requestsOf(wall)).toHaveLength(4);
  expect(requestsOf(wall).join(' ')).toBe(wall);
});
