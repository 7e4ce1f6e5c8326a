import { expect, test } from 'vitest';
import { forgetEverything, forgetVisit, newKioskSecret, rememberKiosk, rememberVisitCart, visitCartFrom } from './kiosk-cookie.ts';

function aJar() {
  const held = new Map<string, string>();
  return {
    held,
    get: (name: string) => held.get(name),
    getAll: () => [...held.keys()].map((name) => ({ name })),
    set: (name: string, value: string, { maxAge }: { maxAge: number }) => void (maxAge === 0 ? held.delete(name) : held.set(name, value))
  };
}

test('after a visit only the screen is left, and before a kiosk begins not even that', () => {
  const jar = aJar();
  rememberKiosk(jar, newKioskSecret());
  rememberVisitCart(jar, 'a cart');
  jar.held.set('__Host-session', 'somebody').set('__Host-cart', 'theirs').set('not-ours', 'stays');
  forgetVisit(jar);
  expect([...jar.held.keys()].toSorted()).toEqual(['__Host-kiosk', 'not-ours']);
  expect(visitCartFrom(jar)).toBeUndefined();
  forgetEverything(jar);
  expect([...jar.held.keys()]).toEqual(['not-ours']);
});
