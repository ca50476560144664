import { z } from 'zod';
import { roleField, userIdField } from '../fields.js';

/** A signed-in person, as that person sees it. */
export const accountSchema = z
  .object({
    id: userIdField,
    role: roleField,
    name: z.string(),
    email: z.string().nullable(),
    region: z.string().nullable(),
  })
  .meta({ id: 'Account' });

/** What login and refresh give. In cookie mode `refresh_token` is not in the body. */
export const sessionSchema = z
  .object({
    token: z.string().describe('access token, a JWT'),
    refresh_token: z.string().optional(),
    expires_in: z.int().describe('seconds until the access token expires'),
    user: accountSchema,
  })
  .meta({ id: 'Session' });

/** A user as an admin or the host sees it. */
export const userRecordSchema = accountSchema
  .extend({ disabled: z.boolean(), created_at: z.string() })
  .meta({ id: 'UserRecord' });

export type Role = z.output<typeof roleField>;
export type Account = z.output<typeof accountSchema>;
export type Session = z.output<typeof sessionSchema>;
export type UserRecord = z.output<typeof userRecordSchema>;
