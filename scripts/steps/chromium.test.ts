import { chromium } from '@playwright/test';
import { expect, test } from 'vitest';
import { findChromium, withoutWindows } from './chromium.ts';

const nothing = { runs: () => false, download: () => false, installPackage: () => false };
const only = (place: string) => (path: string) => path === place;

test('the named Chromium is taken, and no other when it does not start', () => {
  expect(findChromium('/opt/chromium', { ...nothing, runs: only('/opt/chromium') })).toBe('/opt/chromium');
  expect(() => findChromium('/opt/chromium', { ...nothing, runs: only('/usr/bin/chromium') })).toThrow('does not start');
});

test('an installed one is taken without any download', () => {
  const machine = { ...nothing, runs: only('/usr/bin/chromium'), download: () => expect.unreachable() };
  expect(findChromium('', machine)).toBe('/usr/bin/chromium');
});

test('the one without windows is taken where it lies beside it', () => {
  expect(withoutWindows('/usr/bin/chromium', only('/usr/bin/chromium-headless-shell'))).toBe('/usr/bin/chromium-headless-shell');
  expect(withoutWindows('/usr/bin/google-chrome', only('/usr/bin/chromium-headless-shell'))).toBe('/usr/bin/google-chrome');
});

test('when none is installed the download comes first', () => {
  let there = '';
  const download = () => {
    there = chromium.executablePath();
    return true;
  };
  expect(findChromium('', { runs: (path) => path === there, download, installPackage: () => expect.unreachable() })).toBe(there);
});

test('when the download fails, or what it brought does not start, the package of the system is tried', () => {
  let there = '';
  const installPackage = () => {
    there = '/usr/bin/chromium';
    return true;
  };
  expect(findChromium('', { runs: (path) => path === there, download: () => true, installPackage })).toBe('/usr/bin/chromium');
});

test('when none can be had that is said, never skipped', () => {
  expect(() => findChromium('', nothing)).toThrow('The browser tests need Chromium');
});
