import { PlainTrouble } from '#db/plain-trouble.ts';

export const supportModels = ['embedded', 'openai', 'anthropic', 'ollama'] as const;
/** `url`: of a server that speaks as the named one does; undefined: the usual one. */
export type HostedModel = {
  kind: Exclude<(typeof supportModels)[number], 'embedded'>;
  name: string;
  url: string | undefined;
  key: string | undefined;
};
/** Which model chooses the words and tools of the assistant. */
export type SupportModel = { kind: 'embedded' } | HostedModel;

/** What a model is called where it is written down how it answers: without a key, also where the address holds one. */
export const nameOfModel = ({ kind, name, url }: HostedModel): string =>
  `${kind} ${name}${url === undefined ? '' : ` at ${new URL(url).host}`}`.slice(0, 500);

type Given = {
  SUPPORT_MODEL: SupportModel['kind'];
  SUPPORT_MODEL_NAME?: string | undefined;
  SUPPORT_MODEL_URL?: string | undefined;
  SUPPORT_MODEL_KEY?: string | undefined;
  OPENAI_API_KEY?: string | undefined;
  ANTHROPIC_API_KEY?: string | undefined;
};

/** Where each is asked for its key; a model of one's own machine needs none. */
const USUAL_KEYS = { openai: 'OPENAI_API_KEY', anthropic: 'ANTHROPIC_API_KEY', ollama: undefined } as const;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** @throws PlainTrouble one sentence that names what is missing */
export function supportModelOf(env: Given): SupportModel {
  const { SUPPORT_MODEL: kind, SUPPORT_MODEL_NAME: name, SUPPORT_MODEL_URL: url } = env;
  if (kind === 'embedded') return { kind };
  if (!name) throw new PlainTrouble(`Setting SUPPORT_MODEL_NAME must be set when SUPPORT_MODEL is ${kind}.`);
  const usual = USUAL_KEYS[kind];
  const key = env.SUPPORT_MODEL_KEY ?? (usual && env[usual]);
  if (!key && !url && usual) throw new PlainTrouble(`Setting SUPPORT_MODEL_KEY or ${usual} must be set when SUPPORT_MODEL is ${kind}.`);
  // What shoppers write goes over that line. A model of one's own is often on another machine of the same house.
  if (url && kind !== 'ollama' && !url.startsWith('https:') && !LOOPBACK.test(new URL(url).hostname))
    throw new PlainTrouble('Setting SUPPORT_MODEL_URL must begin with https://.');
  return { kind, name, url, key };
}
