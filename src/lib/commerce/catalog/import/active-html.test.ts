import { expect, test } from 'vitest';
import { isActiveHtml } from './active-html.ts';

test.each([
  '<script>x</script>',
  '<SCRIPT src=//a.example>',
  '<p onclick="x()">a</p>',
  '<img src=x onerror = alert(1)>',
  '<a href="javascript:alert(1)">a</a>',
  '<iframe src="https://a.example"></iframe>',
  '< style>p{}</style>',
  '<svg/onload=x>',
  '<a href="data:text/html,<b>">a</a>',
  '<form action=/x><input></form>'
])('%s does more than be read', (html) => {
  expect(isActiveHtml(html)).toBe(true);
});

test.each([
  '',
  'plain',
  '<p>Height: 9" &amp; more</p>',
  '<b>once on = off</b>',
  '<ul><li>14k gold</li></ul>',
  'scripted by hand',
  '<p class="a">form and style</p>'
])('%s is read only', (html) => {
  expect(isActiveHtml(html)).toBe(false);
});
