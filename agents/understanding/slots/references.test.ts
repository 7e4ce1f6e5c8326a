import { expect, test } from 'vitest';
import { emailsIn, orderNumbersIn, phonesIn, returnNumbersIn } from './references.ts';

const orders: [string, string[]][] = [
  ['MZ-7K2M9QX4RD', ['MZ-7K2M9QX4RD']],
  ['mz-7k2m9qx4rd', ['MZ-7K2M9QX4RD']],
  ['mz7k2m9qx4rd', ['MZ-7K2M9QX4RD']],
  ['MZ 7K2M9QX4RD', ['MZ-7K2M9QX4RD']],
  ['MZ - 7K2M9QX4RD', ['MZ-7K2M9QX4RD']],
  ['MZ_7K2M9QX4RD', ['MZ-7K2M9QX4RD']],
  ['MZ–7K2M9QX4RD', ['MZ-7K2M9QX4RD']],
  ['MZ-7K2M9 QX4RD', ['MZ-7K2M9QX4RD']],
  ['where is MZ-7K2M9QX4RD?', ['MZ-7K2M9QX4RD']],
  ['order MZ-7K2M9QX4RD.', ['MZ-7K2M9QX4RD']],
  ['(MZ-7K2M9QX4RD)', ['MZ-7K2M9QX4RD']],
  ['my order no is MZ-3F8TN6WQ2H pls', ['MZ-3F8TN6WQ2H']],
  ['MZ-OK2M9QX4RI', ['MZ-0K2M9QX4R1']],
  ['label MZ-7K2M9QX4RD-2', ['MZ-7K2M9QX4RD']],
  ['cancel MZ-7K2M9QX4RD and MZ-3F8TN6WQ2H', ['MZ-7K2M9QX4RD', 'MZ-3F8TN6WQ2H']],
  ['MZ-7K2M9QX4RD MZ-7K2M9QX4RD', ['MZ-7K2M9QX4RD']],
  ['MZ-7K2M9QX4RDका स्टेटस', []],
  ['MZ-7K2M9QX4RD का स्टेटस', ['MZ-7K2M9QX4RD']],
  ['order #100234', ['100234']],
  ['#100234', ['100234']],
  ['# 100234', ['100234']],
  ['order id 100234', ['100234']],
  ['order number: 100234', ['100234']],
  ['order no. 100234', ['100234']],
  ['order no 100234 kab aayega', ['100234']],
  ['order id is SO-2024-0012', ['SO-2024-0012']],
  ['my order number is 100234', ['100234']],
  ['order 100234', ['100234']],
  ['ऑर्डर नंबर 100234', ['100234']],
  ['MZ-7K2M9QX4', []],
  ['MZ-7K2M9QX4RDAB', []],
  ['MZ-7K2M9QX4RU', []],
  ['order the lamp', []],
  ['my order is late', []],
  ['order 2 chairs', []],
  ['return R-4KD8WQ2M', []],
  ['amaze 7K2M9QX4RD', []],
  ['order for asha12@example.com', []],
  ['where is my order, i paid 4500', []],
  ['560034', []]
];
const emails: [string, string[]][] = [
  ['asha@example.com', ['asha@example.com']],
  ['my mail is Asha.Rao@Example.COM.', ['asha.rao@example.com']],
  ['asha+shop@mail.example.co.in, thanks', ['asha+shop@mail.example.co.in']],
  ['write to <asha_rao@example.com>', ['asha_rao@example.com']],
  ['asha@example.com or ravi@example.org', ['asha@example.com', 'ravi@example.org']],
  ['mailto:asha@example.com', ['asha@example.com']],
  ['asha @ example.com', ['asha@example.com']],
  ['a-b@sub-domain.example.io', ['a-b@sub-domain.example.io']],
  ['asha1990@example.in 9845012345', ['asha1990@example.in']],
  ['asha@example', []],
  ['@shop where is it', []],
  ['price @ 500', []],
  ['meet @ 5.30', []]
];
const phones: [string, string[]][] = [
  ['9845012345', ['9845012345']],
  ['+91 98450 12345', ['+919845012345']],
  ['+91-9845012345', ['+919845012345']],
  ['098450 12345', ['09845012345']],
  ['call me on (512) 555-0143', ['5125550143']],
  ['512-555-0143', ['5125550143']],
  ['+1 512 555 0143', ['+15125550143']],
  ['new number is 98450-12345.', ['9845012345']],
  ['560034', []],
  ['4242424242424242', []],
  ['₹12,500', []],
  ['MZ-7K2M9QX4RD', []]
];
const returns: [string, string[]][] = [
  ['R-4KD8WQ2M', ['R-4KD8WQ2M']],
  ['return r-4kd8wq2m?', ['R-4KD8WQ2M']],
  ['R - 4KD8WQ2M', ['R-4KD8WQ2M']],
  ['R-4KD8WQ2', []],
  ['or-4kd8wq2m', []]
];

test.each(orders)('orders of %s', (text, found) => expect(orderNumbersIn(text)).toEqual(found));
test.each(emails)('mail addresses of %s', (text, found) => expect(emailsIn(text)).toEqual(found));
test.each(phones)('phones of %s', (text, found) => expect(phonesIn(text)).toEqual(found));
test.each(returns)('returns of %s', (text, found) => expect(returnNumbersIn(text)).toEqual(found));
