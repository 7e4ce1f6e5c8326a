import { expect, test } from 'vitest';
import { linkedParts, mailHtml } from './mail.ts';

test('addresses in a text are apart from it, without the full stop behind them', () => {
  expect(linkedParts('Open http://localhost:3000/account/reset/7. Then (https://a.example/b?c=1) go on')).toEqual([
    { words: 'Open ', href: undefined },
    { words: 'http://localhost:3000/account/reset/7', href: 'http://localhost:3000/account/reset/7' },
    { words: '. Then (', href: undefined },
    { words: 'https://a.example/b?c=1', href: 'https://a.example/b?c=1' },
    { words: ') go on', href: undefined }
  ]);
  expect(linkedParts('javascript:alert(1)')).toEqual([{ words: 'javascript:alert(1)', href: undefined }]);
});

test('what somebody wrote stays text in the mail', () => {
  const html = mailHtml({ subject: '<b>', text: `Hello <script>alert("1")</script>\nhttps://a.example/?x="y\n\nBye & good luck` });
  expect(html).not.toMatch(/<script|<b>|="y/);
  expect(html).toContain(
    'Hello &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;<br><a href="https://a.example/?x=">https://a.example/?x=</a>'
  );
  expect(html).toContain('<p style="margin:0 0 16px">Bye &amp; good luck</p>');
});
