import type { Time, TimeGenerated } from './columns.ts';

export type RoleColumn = 'shopper' | 'associate' | 'warehouse' | 'support' | 'manager' | 'admin';

export type AppUserTable = {
  id: string;
  email: string;
  name: string;
  role: RoleColumn;
  node_id: string | null;
  password_hash: string;
  created_at: TimeGenerated;
};

export type UserSessionTable = { id: string; user_id: string; expires_at: Time; created_at: TimeGenerated };
