import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { keyPairOf, subjectOf } from './push-keys.ts';
import { supportModelOf, supportModels } from './support-model.ts';

const Environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  SECRET: z.string().min(16),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  BIND_ADDRESS: z.string().default('127.0.0.1'),
  ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  BEHIND_PROXY: z.stringbool().default(false),
  SECURE_COOKIES: z.stringbool().optional(),
  DATA_FOLDER: z.string().default('.data'),
  SEED: z.enum(['mez', 'empty']).default('mez'),
  CARRIER: z.enum(['simulator', 'easypost']).default('simulator'),
  EASYPOST_API_KEY: z.string().min(8).optional(),
  EASYPOST_API_URL: z.url({ protocol: /^https?$/ }).default('https://api.easypost.com/v2'),
  CARRIER_SPEED: z.coerce.number().positive().default(600),
  WEBHOOK_SECRET: z.string().min(16).optional(),
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(/^[\w-]{43}$/)
    .optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^([^<>@\r\n]+ )?<?[^\s<>@]+@[^\s<>@]+>?$/)
    .optional(),
  REPLY_TO: z
    .string()
    .regex(/^[\w.-]{1,11}@[^\s<>@+,;"]{1,180}$/)
    .optional(),
  SUPPORT_MODEL: z.enum(supportModels).default('embedded'),
  SUPPORT_MODEL_NAME: z.string().max(200).optional(),
  SUPPORT_MODEL_URL: z.url({ protocol: /^https?$/ }).optional(),
  SUPPORT_MODEL_KEY: z.string().min(8).optional(),
  // About a hundred turns: each of its calls, mostly two, is told of all the tools anew (3,600) and of what was said and found (some 400).
  SUPPORT_TOKENS_A_DAY: z.coerce.number().int().min(10_000).default(800_000),
  OPENAI_API_KEY: z.string().optional(),
  ANTHROPIC_API_KEY: z.string().optional()
});

/** What each variable must be, as the end of a sentence that begins with its name. */
const MUST: Record<keyof z.infer<typeof Environment>, string> = {
  DATABASE_URL: 'must be the address of a PostgreSQL server, as in postgres://user:password@host:5432/name',
  SECRET: 'must be set, with at least 16 characters',
  PORT: 'must be a whole number from 1 to 65535',
  BIND_ADDRESS: 'must be an address of this machine',
  ORIGIN: 'must be the public address, as in https://shop.example',
  BEHIND_PROXY: 'must be true or false',
  SECURE_COOKIES: 'must be true or false',
  DATA_FOLDER: 'must be a folder',
  SEED: 'must be mez or empty',
  CARRIER: 'must be simulator or easypost',
  EASYPOST_API_KEY: 'must be a key of an EasyPost account',
  EASYPOST_API_URL: 'must be the address of an API like EasyPost’s, as in https://api.easypost.com/v2',
  CARRIER_SPEED: 'must be a number above 0: the simulated seconds in each second',
  WEBHOOK_SECRET: 'must have at least 16 characters',
  VAPID_PRIVATE_KEY: 'must be a private key of P-256: 32 bytes, base64url',
  SMTP_URL: 'must be the address of a mail server, as in smtps://user:password@mail.example',
  MAIL_FROM: 'must be who mails are from, as in mez <shop@mez.example>',
  REPLY_TO: 'must be an address of at most 11 characters before the @, as in talk@mez.example',
  SUPPORT_MODEL: 'must be embedded, openai, anthropic or ollama',
  SUPPORT_MODEL_NAME: 'must be what the model is called there',
  SUPPORT_MODEL_URL: 'must be the address of a server that speaks as the model’s does, as in http://127.0.0.1:11434',
  SUPPORT_MODEL_KEY: 'must be a key of at least 8 characters',
  SUPPORT_TOKENS_A_DAY: 'must be a whole number of 10000 or more',
  OPENAI_API_KEY: 'must be a key of OpenAI',
  ANTHROPIC_API_KEY: 'must be a key of Anthropic'
};

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

export type Settings = ReturnType<typeof settingsFrom>;

/** The only reader of the environment. Read at start, never while modules load: a build has no settings. */
export function readSettings(): Settings {
  return settingsFrom(process.env);
}

/** The library of the assistant's graph sends every talk to a service of its makers, or prints it, where one of these says so, whoever set it. */
export function neverTraceTalks(): void {
  for (const name of ['LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING', 'LANGCHAIN_TRACING_V2', 'LANGCHAIN_VERBOSE']) delete process.env[name];
  process.env['LANGSMITH_TRACING'] = 'false';
}

/** @throws PlainTrouble one sentence that names the first variable that will not do */
export function settingsFrom(environment: Record<string, string | undefined>) {
  // `PORT= npm start` means no port, not an empty one.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = Environment.safeParse(given);
  if (!read.success) throw new PlainTrouble(sentence(read.error));
  const env = read.data;
  refuseUnknownAddress(env);
  if (env.SMTP_URL && !env.MAIL_FROM) throw new PlainTrouble('Setting MAIL_FROM must be set when SMTP_URL is.');
  return {
    databaseUrl: env.DATABASE_URL,
    secret: env.SECRET,
    port: env.PORT,
    bindAddress: env.BIND_ADDRESS,
    /** The one public address; undefined on a machine of one's own, where localhost and 127.0.0.1 both serve. */
    origin: env.ORIGIN && new URL(env.ORIGIN).origin,
    behindProxy: env.BEHIND_PROXY,
    /** Cookies marked Secure and named __Host-: on when the public address is https. Not every browser keeps them on http. */
    secureCookies: env.SECURE_COOKIES ?? env.ORIGIN?.startsWith('https:') ?? false,
    dataFolder: env.DATA_FOLDER,
    seed: env.SEED,
    /** Undefined: the van of the demonstration. */
    easyPost: easyPostOf(env),
    /** Simulated seconds that pass for the carrier in one second. */
    carrierSpeed: env.CARRIER_SPEED,
    /** Undefined: mails are not sent, and the office reads them. */
    mail: env.SMTP_URL && env.MAIL_FROM ? { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM } : undefined,
    /** Before its @ comes the key of the talk that a mail answers; whatever comes there is to be posted to us. */
    replyTo: replyToOf(env),
    /** Made from SECRET when not given: browsers that asked to be told know the shop by it. */
    pushKeys: { ...keyPairOf(env.VAPID_PRIVATE_KEY ?? derived(env.SECRET, 'web push')), subject: subjectOf(env.MAIL_FROM, env.ORIGIN) },
    webhookSecret: env.WEBHOOK_SECRET ?? derived(env.SECRET, 'carrier webhooks'),
    /** `embedded`: the assistant needs nobody. */
    supportModel: supportModelOf(env),
    /** So much each talk may use up of a model of somebody else's in a day; then a person goes on. */
    supportTokensADay: env.SUPPORT_TOKENS_A_DAY
  };
}

/** Where strangers come in, a fixed address is needed: else everything is believed that they write into the Host header. */
function refuseUnknownAddress(env: z.infer<typeof Environment>): void {
  if (env.ORIGIN) return;
  if (env.BEHIND_PROXY) throw new PlainTrouble('Setting ORIGIN must be set when BEHIND_PROXY is true.');
  if (!LOOPBACK.test(env.BIND_ADDRESS)) throw new PlainTrouble('Setting ORIGIN must be set when BIND_ADDRESS lets other machines in.');
}

function replyToOf({ REPLY_TO, MAIL_FROM, ORIGIN }: z.infer<typeof Environment>): string {
  if (REPLY_TO !== undefined) return REPLY_TO;
  if (MAIL_FROM !== undefined) return `talk@${MAIL_FROM.replace(/^.*@/, '').replace(/>$/, '')}`;
  return `talk@${ORIGIN === undefined ? 'localhost' : new URL(ORIGIN).hostname}`;
}

function easyPostOf({ CARRIER, EASYPOST_API_KEY: apiKey, EASYPOST_API_URL: apiUrl, WEBHOOK_SECRET: secret }: z.infer<typeof Environment>) {
  if (CARRIER !== 'easypost') return undefined;
  if (!apiKey) throw new PlainTrouble('Setting EASYPOST_API_KEY must be set when CARRIER is easypost.');
  // They sign their news with it, so they must be told it: one that is made up here is known to nobody.
  if (!secret) throw new PlainTrouble('Setting WEBHOOK_SECRET must be set when CARRIER is easypost.');
  const { protocol, hostname } = new URL(apiUrl);
  if (protocol !== 'https:' && !LOOPBACK.test(hostname)) throw new PlainTrouble('Setting EASYPOST_API_URL must begin with https://.');
  return { apiKey, apiUrl };
}

/** A secret of its own for each use, so that one that leaks opens nothing else. */
function derived(secret: string, use: string): string {
  return createHmac('sha256', secret).update(use).digest('base64url');
}

function sentence(error: z.ZodError): string {
  const name = String(error.issues[0]?.path[0] ?? '');
  return `Setting ${name} ${MUST[name as keyof typeof MUST]}.`;
}
