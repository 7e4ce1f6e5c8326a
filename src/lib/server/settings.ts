import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { PlainTrouble } from '#db/plain-trouble.ts';

const EMPTY_IS_ABSENT = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(EMPTY_IS_ABSENT, schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, fallback: z.infer<T>) =>
  z.preprocess((value) => (EMPTY_IS_ABSENT(value) === undefined ? fallback : value), schema);

const Environment = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'must be the address of a PostgreSQL server, as in postgres://user:password@host:5432/name'
  }),
  SECRET: z.string({ error: 'must be set' }).min(16, 'must have at least 16 characters'),
  PORT: withDefault(z.coerce.number().int().min(1).max(65_535), 3000),
  BIND_ADDRESS: withDefault(z.string(), '127.0.0.1'),
  ORIGIN: optional(z.url({ protocol: /^https?$/, error: 'must be the public address, as in https://shop.example' })),
  BEHIND_PROXY: withDefault(z.stringbool({ error: 'must be true or false' }), 'false'),
  SECURE_COOKIES: optional(z.stringbool({ error: 'must be true or false' })),
  DATA_FOLDER: withDefault(z.string(), '.data'),
  SEED: withDefault(z.enum(['mez', 'empty'], { error: 'must be mez or empty' }), 'mez'),
  CARRIER_SPEED: withDefault(z.coerce.number({ error: 'must be a number of simulated seconds for each second' }).positive(), 600),
  WEBHOOK_SECRET: optional(z.string().min(16, 'must have at least 16 characters'))
});

export type Settings = ReturnType<typeof settingsFrom>;

/** The only reader of the environment. Read at start, never while modules load: a build has no settings. */
export function readSettings(): Settings {
  return settingsFrom(process.env);
}

/** @throws PlainTrouble one sentence that names the first variable that will not do */
export function settingsFrom(environment: Record<string, string | undefined>) {
  const read = Environment.safeParse(environment);
  if (!read.success) throw new PlainTrouble(sentence(read.error));
  const env = read.data;
  // Without a fixed public address everything would be believed that a stranger writes into the Host header.
  if (env.BEHIND_PROXY && !env.ORIGIN) throw new PlainTrouble('Setting ORIGIN must be set when BEHIND_PROXY is true.');
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
    /** Simulated seconds that pass for the carrier in one second. */
    carrierSpeed: env.CARRIER_SPEED,
    webhookSecret: env.WEBHOOK_SECRET ?? derived(env.SECRET, 'carrier webhooks')
  };
}

/** A secret of its own for each use, so that one that leaks opens nothing else. */
function derived(secret: string, use: string): string {
  return createHmac('sha256', secret).update(use).digest('base64url');
}

function sentence(error: z.ZodError): string {
  const [first] = error.issues;
  return `Setting ${String(first?.path[0] ?? '')} ${said(first?.message ?? 'is wrong')}.`;
}

function said(message: string): string {
  return message.startsWith('must') ? message : `is not usable (${message})`;
}
