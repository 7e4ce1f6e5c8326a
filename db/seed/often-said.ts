/** What the people of the demo shop often say; managers change it in the office. */
export const OFTEN_SAID: { title: string; words: string }[] = [
  { title: 'Hello', words: 'Hello {name}, I have read what you wrote and look into it now.' },
  {
    title: 'When it comes',
    words: 'Your order {order} is to be with you by {promise}. If that changes, its page says so at once, and why.'
  },
  {
    title: 'Money is late',
    words: 'I am sorry, {name}: your money should have been there by now. I am finding out where it is and write to you today.'
  },
  { title: 'A photo, please', words: 'Could you add a photo to the return on the page of {order}? With it I can say yes at once.' },
  { title: 'Solved?', words: 'I think that was all for {order}. Write here if anything is still open.' }
];
