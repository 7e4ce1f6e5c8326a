import type { MaybeTime, Time } from './columns.ts';

export type PasskeyTable = {
  id: string;
  user_id: string;
  name: string;
  public_key: Buffer;
  sign_count: number;
  transports: string[];
  made_at: Time;
  last_used_at: MaybeTime;
};

export type PasskeyChallengeTable = {
  hash: string;
  user_id: string | null;
  browser: string;
  expires_at: Time;
};
