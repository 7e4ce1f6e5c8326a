import type { Generated } from 'kysely';
import type { Address } from '#lib/commerce/cart/cart.ts';
import type { Json, MaybeTime, Time, TimeGenerated } from './columns.ts';

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
  /** Whose policy holds for their orders, such as `members`; null for none of their own. */
  customer_group: Generated<string | null>;
  ended_at: MaybeTime;
  created_at: TimeGenerated;
};

export type UserSessionTable = {
  id: string;
  user_id: string;
  label: Generated<string>;
  device_id: string | null;
  place_id: string | null;
  expires_at: Time;
  last_seen_at: TimeGenerated;
  fresh_at: TimeGenerated;
  created_at: TimeGenerated;
};

export type StaffDeviceTable = {
  id: string;
  name: string;
  node_id: string;
  code_hash: string | null;
  code_until: Time;
  secret_hash: string | null;
  offered_by: string | null;
  offered_at: Time;
  enrolled_at: MaybeTime;
  last_used_at: MaybeTime;
  last_user_id: string | null;
  revoked_at: MaybeTime;
  version: Generated<number>;
};

export type RefusedSignInTable = {
  hour: Time;
  way: 'password' | 'code' | 'passkey';
  code: string;
  tries: number;
};

export type KioskTable = {
  id: string;
  node_id: string;
  secret_hash: string;
  started_by: string;
  started_at: Time;
  expires_at: Time;
  last_seen_at: Time;
  ended_at: MaybeTime;
  version: Generated<number>;
};

export type MailTable = {
  id: string;
  kind: string;
  to: string;
  subject: string;
  text: string;
  html: string | null;
  order_id: string | null;
  reply_to: string | null;
  made_at: Time;
  sent_at: MaybeTime;
  tries: Generated<number>;
  error: Generated<string | null>;
};

export type OneTimeSecretTable = {
  id: string;
  kind: 'sign-up' | 'code' | 'reset' | 'orders' | 'email';
  user_id: string | null;
  email: string;
  hash: string;
  browser: string | null;
  name: Generated<string | null>;
  password_hash: Generated<string | null>;
  tries: Generated<number>;
  made_at: Time;
  expires_at: Time;
};

export type CustomerAddressTable = {
  id: string;
  customer_id: string;
  address: Json<Address>;
  is_default: boolean;
  made_at: Time;
};

export type CustomerConsentTable = {
  id: string;
  customer_id: string;
  state: 'offered' | 'open' | 'withdrawn' | 'lapsed' | 'ended';
  code_seal: string;
  offered_at: Time;
  expires_at: Time;
  opened_at: MaybeTime;
  opened_by: string | null;
  /** What the associate was called then, as the customer read it. */
  opened_as: string | null;
  node_id: string | null;
  ended_at: MaybeTime;
  version: Generated<number>;
};
