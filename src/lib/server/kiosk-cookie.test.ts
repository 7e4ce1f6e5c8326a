import { expect, test } from 'vitest';
import { accessKeys } from './access-keys.ts';
import { forgetEverything, forgetVisit, kioskFrom, rememberKiosk, rememberVisitCart, visitCartFrom } from './kiosk-cookie.ts';

const START = Date.parse('2026-11-25T05:00:00.000Z');
const house = (at = START, secret = 'a secret of this test') => ({ keys: accessKeys(secret), now: () => new Date(at) });

function aJar() {
  const held = new Map<string, string>();
  return {
    held,
    get: (name: string) => held.get(name),
    getAll: () => [...held.keys()].map((name) => ({ name })),
    set: (name: string, value: string, { maxAge }: { maxAge: number }) => void (maxAge === 0 ? held.delete(name) : held.set(name, value))
  };
}

test('a screen knows the store it was started in, for a month', () => {
  const jar = aJar();
  rememberKiosk(jar, house(), 'blr-indiranagar');
  expect(kioskFrom(jar, house())).toEqual({ nodeId: 'blr-indiranagar' });
  expect(kioskFrom(jar, house(START + 29 * 86_400_000))).toEqual({ nodeId: 'blr-indiranagar' });
  expect(kioskFrom(jar, house(START + 31 * 86_400_000))).toBeUndefined();
});

test('whoever makes one up, or moves one to another store, has none', () => {
  const jar = aJar();
  expect(kioskFrom(jar, house())).toBeUndefined();
  rememberKiosk(jar, house(), 'blr-indiranagar');
  const [name = '', value = ''] = [...jar.held][0] ?? [];
  for (const odd of ['', 'x', value.replace('blr-indiranagar', 'bom-bandra'), `${value}x`, value.slice(0, -1), value.replace('.1', '.2')]) {
    jar.held.set(name, odd);
    expect(kioskFrom(jar, house())).toBeUndefined();
  }
  jar.held.set(name, value);
  expect(kioskFrom(jar, house(START, 'another secret'))).toBeUndefined();
});

test('after a visit only the store is left, and before a kiosk begins not even that', () => {
  const jar = aJar();
  rememberKiosk(jar, house(), 'blr-indiranagar');
  rememberVisitCart(jar, 'a cart');
  jar.held.set('__Host-session', 'somebody').set('__Host-cart', 'theirs').set('not-ours', 'stays');
  forgetVisit(jar);
  expect([...jar.held.keys()].toSorted()).toEqual(['__Host-kiosk', 'not-ours']);
  expect(visitCartFrom(jar)).toBeUndefined();
  forgetEverything(jar);
  expect([...jar.held.keys()]).toEqual(['not-ours']);
});
