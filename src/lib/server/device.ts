import type { Device } from '#lib/kernel/actor.ts';

const BROWSERS: [RegExp, string][] = [
  [/Edg(A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari']
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Macintosh/, 'Mac'],
  [/Linux/, 'Linux']
];

/** What its owner would call the thing in front of them; undefined for what does not look like a browser. A tablet that says it is a Mac is one. */
export function deviceOf(userAgent: string | null | undefined): Device | undefined {
  if (!userAgent?.startsWith('Mozilla/')) return undefined;
  if (/iPad|Tablet|Android(?!.*Mobile)/.test(userAgent)) return 'tablet';
  return /Mobi|iPhone|iPod/.test(userAgent) ? 'phone' : 'computer';
}

/** How a session stands in the list of its owner's devices, as in "Firefox on Android". Nothing of what was sent is repeated. */
export function deviceLabel(userAgent: string | null | undefined): string {
  const named = (names: [RegExp, string][]) => names.find(([sign]) => sign.test(userAgent ?? ''))?.[1];
  const [browser, system] = [named(BROWSERS), named(SYSTEMS)];
  if (!browser) return system ?? 'Another program';
  return system ? `${browser} on ${system}` : browser;
}
