import { expect, test } from 'vitest';
import { headForOthers } from './head-for-others.ts';
import type { ProductView } from './product-view.ts';

const view = {
  handle: 'a"lamp',
  title: 'A "lamp" <script>& more</script>',
  subtitle: '',
  text: [],
  department: { name: 'Light', slug: 'light' },
  shelf: undefined,
  vendor: '',
  currency: 'INR',
  variants: [],
  chosen: { sku: null, pictures: [{ src: '/goods/a.webp', alt: '', width: 1, height: 1 }] }
} as unknown as ProductView;

test('words of a product stay words, whatever signs are in them', () => {
  const head = headForOthers(view, 'http://localhost');
  expect(head).toContain('<meta name="description" content="A &quot;lamp&quot; &lt;script>&amp; more&lt;/script>" />');
  expect(head).toContain('<link rel="canonical" href="http://localhost/product/a%22lamp" />');
  expect(head).toContain('<meta property="og:image" content="http://localhost/goods/a.webp" />');
  expect(head.match(/<script|<\/script>/g)).toEqual(['<script', '</script>']);
});
