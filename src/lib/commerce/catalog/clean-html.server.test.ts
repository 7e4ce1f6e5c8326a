import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanHtml } from './clean-html.server.ts';

test('text with structure and links stays', () => {
  const html = '<p>Turned by <b>hand</b>, 9" high.</p><ul><li>Lead-free</li></ul><table><tr><td colspan="2">a</td></tr></table>';
  expect(cleanHtml(html)).toBe(html);
  expect(cleanHtml('मिट्टी का <em>दीया</em> & more')).toBe('मिट्टी का <em>दीया</em> &amp; more');
});

test('links say that the shop does not vouch for them', () => {
  expect(cleanHtml('<a href="https://potters.example" onclick="x()" target="_blank">potters</a>')).toBe(
    '<a href="https://potters.example" rel="nofollow noopener noreferrer">potters</a>'
  );
});

test('the page keeps its first heading to itself', () => {
  expect(cleanHtml('<h1>Care</h1>')).toBe('<h2>Care</h2>');
});

test.each([
  ['<script>alert(1)</script>ok', 'ok'],
  ['<scr<script>ipt>alert(1)</scr</script>ipt>', 'ipt&gt;alert(1)ipt&gt;'],
  ['<p style="position:fixed" class="x" id="y" onclick="z()">ok</p>', '<p>ok</p>'],
  ['<img src=x onerror=alert(1)>ok', 'ok'],
  ['<iframe src="https://a.example"></iframe>ok', 'ok'],
  ['<svg><a xlink:href="javascript:x"><text>ok</text></a></svg>', '<a rel="nofollow noopener noreferrer">ok</a>'],
  ['<a href="javascript:alert(1)">ok</a>', '<a rel="nofollow noopener noreferrer">ok</a>'],
  ['<a href="//evil.example">ok</a>', '<a rel="nofollow noopener noreferrer">ok</a>'],
  ['<a href="data:text/html,<script>">ok</a>', '<a rel="nofollow noopener noreferrer">ok</a>'],
  ['<form action="/x"><input name="card"><button>ok</button></form>', 'ok'],
  ['<style>p{display:none}</style>ok', 'ok'],
  ['<!-- <script> -->ok', 'ok'],
  ['<p>never closed', '<p>never closed</p>'],
  ['<p><iframe src="x"></p>', '<p></p><p></p><p></p>'],
  ['<p>one<svg/<svg/</script>two<p>', '<p>onetwo</p><p></p><p></p>']
])('%s becomes %s', (html, clean) => {
  expect(cleanHtml(html)).toBe(clean);
});

/** A tag of a few known names without attributes, or a link that leads to a web address, a mail or a place of the shop. */
const HARMLESS = /^<\/?[a-z][a-z0-9]*( \/)?>$|^<a( href="(?!\s*(javascript|data|vbscript):)[^"<>]*")? rel="nofollow noopener noreferrer">$/;

test('whatever comes in, what is shown neither runs nor changes when it is cleaned again', () => {
  const piece = fc.constantFrom(
    '<script>',
    '</script>',
    '<p',
    ' onload=x',
    '>',
    '"',
    "'",
    '<a href="',
    'javascript:',
    'data:text/html,',
    '<svg/',
    'text',
    '&lt;',
    '<iframe src=x>',
    '</p>',
    '<img src=x onerror=y>',
    '<style>',
    '\u0000',
    '<b>',
    '=',
    ' ',
    '<!--',
    '-->'
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const clean = cleanHtml(pieces.join(''));
      const tags = clean.match(/<[^>]*>?/g) ?? [];
      expect(tags.filter((tag) => !HARMLESS.test(tag))).toEqual([]);
      expect(/<\/?(script|style|svg|iframe|img|form|input)/i.test(clean)).toBe(false);
      expect(cleanHtml(clean)).toBe(clean);
    }),
    { numRuns: 500 }
  );
}, 30_000);
