import { expect, test } from 'vitest';
import { isPublic } from './public-address.ts';
import { isPushService } from './push-hosts.ts';

test.each([
  'https://fcm.googleapis.com/fcm/send/x',
  'https://updates.push.services.mozilla.com/wpush/v2/x',
  'https://web.push.apple.com/x',
  'https://wns2-par02p.notify.windows.com/w/?token=x'
])('%s is a push service', (url) => {
  expect(isPushService(new URL(url))).toBe(true);
});

test.each([
  'http://fcm.googleapis.com/x',
  'https://fcm.googleapis.com:8443/x',
  'https://me@fcm.googleapis.com/x',
  'https://fcm.googleapis.com.evil.example/x',
  'https://evilpush.apple.com.example/x',
  'https://notfcm.googleapis.com/x',
  'https://xpush.apple.com/x',
  'https://127.0.0.1/x',
  'https://[::1]/x',
  'https://169.254.169.254/latest/meta-data',
  'https://2130706433/x',
  'https://localhost/x'
])('%s is none', (url) => {
  expect(isPushService(new URL(url))).toBe(false);
});

test.each([
  ['8.8.8.8', true],
  ['2a00:1450:4001:80b::200e', true],
  ['10.1.2.3', false],
  ['127.0.0.1', false],
  ['169.254.169.254', false],
  ['172.31.0.9', false],
  ['192.168.1.1', false],
  ['100.64.3.2', false],
  ['0.0.0.0', false],
  ['::1', false],
  ['::ffff:10.0.0.1', false],
  ['fd00::1', false],
  ['fe80::1', false]
])('%s is an address of the open net: %s', (address, open) => {
  expect(isPublic({ address, family: address.includes(':') ? 6 : 4 })).toBe(open);
});
