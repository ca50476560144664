import { z } from 'zod';
import { contract } from '../contract.js';
import { accountSchema, sessionSchema } from '../entities/user.js';
import { isStorable, localeField, timeField } from '../fields.js';

const UNSTORABLE = 'must not contain NUL or lone surrogates';
const presentPassword = z.string().min(1, 'must not be empty').max(200).refine(isStorable, UNSTORABLE);

/** What a new password must be, over the wire and on the command line. */
export const newPasswordField = z
  .string()
  .min(10, 'must have at least 10 characters')
  .max(200, 'must have at most 200 characters')
  .refine(isStorable, UNSTORABLE);

export const login = contract('login', {
  summary: 'Signs in with an e-mail address and a password.',
  input: z.strictObject({
    email: z.string().min(1, 'must not be empty').max(254).refine(isStorable, UNSTORABLE),
    password: presentPassword,
    cookie: z.boolean().optional().describe('the refresh token goes into an HttpOnly cookie; own origin and JSON only'),
  }),
  output: sessionSchema,
  errors: ['unauthorized', 'rate_limited'],
});

export const refreshSession = contract('refresh_session', {
  summary: 'Rotates the refresh token; a replayed one ends its session.',
  input: z.strictObject({ refresh_token: z.string().min(1).max(300).optional(), cookie: z.boolean().optional() }),
  output: sessionSchema,
  errors: ['unauthorized', 'rate_limited'],
});

export const logout = contract('logout', {
  summary: 'Ends this session and its sockets, or all of the user’s with `everywhere`.',
  input: z.strictObject({ refresh_token: z.string().min(1).max(300).optional(), everywhere: z.boolean().optional() }),
  output: z.void(),
  errors: ['unauthorized'],
});

export const changePassword = contract('change_password', {
  summary: 'Changes the password and ends all other sessions.',
  input: z.strictObject({ current_password: presentPassword, new_password: newPasswordField }),
  output: z.void(),
  errors: ['unauthorized', 'forbidden', 'rate_limited'],
});

export const getMe = contract('get_me', {
  summary: 'The signed-in user.',
  input: z.strictObject({}),
  output: accountSchema,
  errors: [],
});

export const setLanguage = contract('set_language', {
  summary: 'The language in which I am written to: mails, and pushes to devices that have said none.',
  input: z.strictObject({ locale: localeField }),
  output: z.void(),
  errors: [],
});

export const authenticate = contract('authenticate', {
  summary: 'Renews the token of an open connection; a bad token leaves the session as it was.',
  input: z.strictObject({ token: z.string().min(1).max(8192) }),
  output: z.object({ expires_at: timeField }),
  errors: ['unauthorized', 'token_expired'],
});
