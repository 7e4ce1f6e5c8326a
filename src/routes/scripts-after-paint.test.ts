import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import { startedLate } from './scripts-after-paint.ts';

const BOOT = `
				{
					__kit = {};
					const element = document.currentScript.parentElement;

					Promise.all([
						import("../_app/immutable/entry/start.A.js"),
						import("../_app/immutable/entry/app.B.js")
					]).then(([kit, app]) => {
						kit.start(app, element, {});
					});
				}`;

test('the framework starts when the page has been painted, and asks for everything at once', () => {
  const late = startedLate(`<p>A lamp</p><script>${BOOT}</script>`, ['../_app/immutable/nodes/0.js']);
  expect(late).toMatch(/parentElement;\s*new Promise\(.*requestAnimationFrame/);
  expect(late).toContain('for (const href of ["../_app/immutable/nodes/0.js"])');
  expect(late).toMatch(/return Promise\.all\(\[\s*import\("..\/_app\/immutable\/entry\/start\.A\.js"\)/);
  expect(late).toMatch(/\}\)\.then\(\(\[kit, app\]\) => \{/);
  expect(() => new Script(late.replaceAll(/^[\s\S]*<script>|<\/script>/g, ''))).not.toThrow();
});

test('words of a page that look like it stay as they are', () => {
  const page = '<p>Promise.all([import("a"), import("b")])</p>';
  expect(startedLate(page, [])).toBe(page);
});
