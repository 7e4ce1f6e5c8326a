import type { Generated } from 'kysely';
import type { MaybeTime, Time, TimeGenerated } from './columns.ts';

export type RoleColumn = 'shopper' | 'associate' | 'warehouse' | 'support' | 'manager' | 'admin';

export type AppUserTable = {
  id: string;
  email: string;
  name: string;
  role: RoleColumn;
  node_id: string | null;
  /** Null for whoever comes in by passkey or mailed code only. */
  password_hash: string | null;
  phone: Generated<string>;
  email_confirmed_at: MaybeTime;
  pin_hash: string | null;
  ended_at: MaybeTime;
  created_at: TimeGenerated;
};

export type UserSessionTable = {
  id: string;
  user_id: string;
  label: Generated<string>;
  expires_at: Time;
  last_seen_at: TimeGenerated;
  fresh_at: TimeGenerated;
  created_at: TimeGenerated;
};
