import { expect, test } from 'vitest';
import { settingsFrom } from './settings.ts';

const least = { DATABASE_URL: 'postgres://shop:pw@db:5432/shop', SECRET: 'sixteen letters!' };

test('a database and a secret are enough', () => {
  expect(settingsFrom(least)).toMatchObject({
    databaseUrl: least.DATABASE_URL,
    port: 3000,
    bindAddress: '127.0.0.1',
    origin: undefined,
    behindProxy: false,
    secureCookies: false,
    dataFolder: '.data',
    seed: 'mez',
    carrierSpeed: 600
  });
});

test('an empty variable is as good as none', () => {
  const settings = settingsFrom({ ...least, PORT: '', ORIGIN: '', SEED: '', BEHIND_PROXY: '', SECURE_COOKIES: '', WEBHOOK_SECRET: '' });
  expect(settings).toEqual(settingsFrom(least));
});

test.each([
  [{ SECRET: 'short' }, 'Setting SECRET must be set, with at least 16 characters.'],
  [{ SECRET: undefined }, 'Setting SECRET must be set, with at least 16 characters.'],
  [
    { DATABASE_URL: 'mysql://db/shop' },
    'Setting DATABASE_URL must be the address of a PostgreSQL server, as in postgres://user:password@host:5432/name.'
  ],
  [{ PORT: '70000' }, 'Setting PORT must be a whole number from 1 to 65535.'],
  [{ PORT: 'http' }, 'Setting PORT must be a whole number from 1 to 65535.'],
  [{ BEHIND_PROXY: 'perhaps' }, 'Setting BEHIND_PROXY must be true or false.'],
  [{ SEED: 'tiny' }, 'Setting SEED must be mez or empty.'],
  [{ CARRIER_SPEED: '0' }, 'Setting CARRIER_SPEED must be a number above 0: the simulated seconds in each second.'],
  [{ CARRIER: 'pigeon' }, 'Setting CARRIER must be simulator or easypost.'],
  [{ CARRIER: 'easypost' }, 'Setting EASYPOST_API_KEY must be set when CARRIER is easypost.'],
  [{ CARRIER: 'easypost', EASYPOST_API_KEY: 'EZTK12345' }, 'Setting WEBHOOK_SECRET must be set when CARRIER is easypost.'],
  [
    {
      CARRIER: 'easypost',
      EASYPOST_API_KEY: 'EZTK12345',
      WEBHOOK_SECRET: 'sixteen letters!',
      EASYPOST_API_URL: 'http://easypost.example/v2'
    },
    'Setting EASYPOST_API_URL must begin with https://.'
  ],
  [{ ORIGIN: 'shop.example' }, 'Setting ORIGIN must be the public address, as in https://shop.example.'],
  [{ SMTP_URL: 'http://mail.example' }, 'Setting SMTP_URL must be the address of a mail server, as in smtps://user:password@mail.example.'],
  [{ SMTP_URL: 'smtp://mail.example' }, 'Setting MAIL_FROM must be set when SMTP_URL is.'],
  [{ MAIL_FROM: 'a\nbcc: b@c.example' }, 'Setting MAIL_FROM must be who mails are from, as in mez <shop@mez.example>.'],
  [
    { REPLY_TO: 'mez <talk@mez.example>' },
    'Setting REPLY_TO must be an address of at most 11 characters before the @, as in talk@mez.example.'
  ],
  [
    { REPLY_TO: 'customer-care@mez.example' },
    'Setting REPLY_TO must be an address of at most 11 characters before the @, as in talk@mez.example.'
  ],
  [{ SUPPORT_MODEL: 'parrot' }, 'Setting SUPPORT_MODEL must be embedded, openai, anthropic or ollama.'],
  [{ SUPPORT_MODEL: 'ollama' }, 'Setting SUPPORT_MODEL_NAME must be set when SUPPORT_MODEL is ollama.'],
  [
    { SUPPORT_MODEL: 'openai', SUPPORT_MODEL_NAME: 'any' },
    'Setting SUPPORT_MODEL_KEY or OPENAI_API_KEY must be set when SUPPORT_MODEL is openai.'
  ],
  [
    {
      SUPPORT_MODEL: 'anthropic',
      SUPPORT_MODEL_NAME: 'any',
      SUPPORT_MODEL_KEY: 'sixteen letters!',
      SUPPORT_MODEL_URL: 'http://far.example'
    },
    'Setting SUPPORT_MODEL_URL must begin with https://.'
  ],
  [
    { SUPPORT_MODEL_URL: 'far.example' },
    'Setting SUPPORT_MODEL_URL must be the address of a server that speaks as the model’s does, as in http://127.0.0.1:11434.'
  ],
  [{ BEHIND_PROXY: 'true' }, 'Setting ORIGIN must be set when BEHIND_PROXY is true.'],
  [{ BIND_ADDRESS: '0.0.0.0' }, 'Setting ORIGIN must be set when BIND_ADDRESS lets other machines in.']
])('%o is refused in one sentence that names the variable', (wrong, sentence) => {
  expect(() => settingsFrom({ ...least, ...wrong })).toThrow(sentence);
});

test('cookies are for https alone as soon as the public address is', () => {
  expect(settingsFrom({ ...least, ORIGIN: 'https://shop.example/' })).toMatchObject({
    origin: 'https://shop.example',
    secureCookies: true
  });
  expect(settingsFrom({ ...least, ORIGIN: 'http://shop.example' }).secureCookies).toBe(false);
  expect(settingsFrom({ ...least, SECURE_COOKIES: 'true' }).secureCookies).toBe(true);
});

test('mails are sent when there is a mail server and somebody they are from', () => {
  expect(settingsFrom(least).mail).toBeUndefined();
  const [SMTP_URL, MAIL_FROM] = ['smtp://mail.example:2525', 'mez <shop@mez.example>'];
  expect(settingsFrom({ ...least, SMTP_URL, MAIL_FROM }).mail).toEqual({ smtpUrl: SMTP_URL, from: MAIL_FROM });
});

test('the carrier is the van of the demonstration, or an account at EasyPost', () => {
  expect(settingsFrom({ ...least, EASYPOST_API_KEY: 'EZTK12345' }).easyPost).toBeUndefined();
  const chosen = { ...least, CARRIER: 'easypost', EASYPOST_API_KEY: 'EZTK12345', WEBHOOK_SECRET: 'given to the carrier' };
  expect(settingsFrom(chosen).easyPost).toEqual({ apiKey: 'EZTK12345', apiUrl: 'https://api.easypost.com/v2' });
});

test('the secret of the webhooks follows from the secret and does not give it away', () => {
  const { webhookSecret } = settingsFrom(least);
  expect(webhookSecret).toBe(settingsFrom(least).webhookSecret);
  expect(webhookSecret).not.toBe(settingsFrom({ ...least, SECRET: 'another secret of ours' }).webhookSecret);
  expect(webhookSecret).not.toContain(least.SECRET);
  expect(settingsFrom({ ...least, WEBHOOK_SECRET: 'given by the carrier' }).webhookSecret).toBe('given by the carrier');
});

test('the assistant’s model is the embedded one; another takes the key that is usual for it, or needs none on a server of one’s own', () => {
  const model = (more: Record<string, string>) => settingsFrom({ ...least, ...more }).supportModel;
  expect(model({ OPENAI_API_KEY: 'sk-1' })).toEqual({ kind: 'embedded' });
  expect(model({ SUPPORT_MODEL: 'openai', SUPPORT_MODEL_NAME: 'm', OPENAI_API_KEY: 'sk-1' })).toEqual({
    kind: 'openai',
    name: 'm',
    url: undefined,
    key: 'sk-1'
  });
  expect(
    model({ SUPPORT_MODEL: 'anthropic', SUPPORT_MODEL_NAME: 'm', SUPPORT_MODEL_KEY: 'sk-of-ours', ANTHROPIC_API_KEY: 'sk-1' })
  ).toMatchObject({ key: 'sk-of-ours' });
  expect(model({ SUPPORT_MODEL: 'openai', SUPPORT_MODEL_NAME: 'm', SUPPORT_MODEL_URL: 'http://127.0.0.1:8000/v1' }).kind).toBe('openai');
  expect(model({ SUPPORT_MODEL: 'ollama', SUPPORT_MODEL_NAME: 'm', SUPPORT_MODEL_URL: 'http://models:11434' })).toMatchObject({
    url: 'http://models:11434',
    key: undefined
  });
});

test('a talk may use up a hundred turns of a model in a day, or what is said, but no less than one turn needs', () => {
  const tokens = (more: Record<string, string>) => settingsFrom({ ...least, ...more }).supportTokensADay;
  expect([tokens({}), tokens({ SUPPORT_TOKENS_A_DAY: '50000' })]).toEqual([800_000, 50_000]);
  expect(() => tokens({ SUPPORT_TOKENS_A_DAY: '500' })).toThrow('SUPPORT_TOKENS_A_DAY must be a whole number of 10000 or more.');
});

test('answers to our mails go to the domain that they are from, unless it is said', () => {
  const replyTo = (more: object) => settingsFrom({ ...least, ...more }).replyTo;
  expect(replyTo({})).toBe('talk@localhost');
  expect(replyTo({ ORIGIN: 'https://shop.example:8443' })).toBe('talk@shop.example');
  expect(replyTo({ ORIGIN: 'https://shop.example', MAIL_FROM: 'mez <shop@mez.example>' })).toBe('talk@mez.example');
  expect(replyTo({ MAIL_FROM: 'shop@mez.example', REPLY_TO: 'hear@in.mez.example' })).toBe('hear@in.mez.example');
});
