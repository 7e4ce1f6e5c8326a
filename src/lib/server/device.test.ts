import { expect, test } from 'vitest';
import { deviceLabel, deviceOf } from './device.ts';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36`, 'computer', 'Chrome on Windows'],
  [`Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0`, 'computer', 'Edge on Windows'],
  [`Mozilla/5.0 (Linux; Android 15; Pixel 9) ${WEBKIT} Chrome/140.0 Mobile Safari/537.36`, 'phone', 'Chrome on Android'],
  [`Mozilla/5.0 (Linux; Android 15; SM-X910) ${WEBKIT} Chrome/140.0 Safari/537.36`, 'tablet', 'Chrome on Android'],
  ['Mozilla/5.0 (Android 15; Mobile; rv:142.0) Gecko/142.0 Firefox/142.0', 'phone', 'Firefox on Android'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.5 Mobile/15E Safari/604',
    'phone',
    'Safari on iPhone'
  ],
  ['Mozilla/5.0 (iPad; CPU OS 12_2 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Mobile/15E Safari/604', 'tablet', 'Safari on iPad'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0', 'computer', 'Firefox on Linux'],
  ['curl/8.5.0', undefined, 'Another program'],
  [`<script>alert(1)</script>`, undefined, 'Another program'],
  ['', undefined, 'Another program'],
  [null, undefined, 'Another program']
])('%s is a %s, "%s"', (userAgent, device, label) => {
  expect([deviceOf(userAgent), deviceLabel(userAgent)]).toEqual([device, label]);
});
