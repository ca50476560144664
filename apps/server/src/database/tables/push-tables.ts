import type { Generated } from 'kysely';
import type { Now, Nullable } from './column-types.js';

// Devices that get pushes.

export interface PushKeysTable {
  only_row: Generated<boolean>;
  public_key: string;
  sealed: Buffer;
  created_at: Now;
}

export interface PushSubscriptionsTable {
  id: string;
  user_id: number;
  session_id: Nullable<string>;
  kind: 'web' | 'fcm' | 'apns';
  address: string;
  p256dh: Nullable<string>;
  auth: Nullable<string>;
  app_key: Nullable<string>;
  label: Generated<string>;
  locale: Nullable<string>;
  created_at: Now;
  sent_at: Nullable<Date>;
  failed: Nullable<string>;
}
