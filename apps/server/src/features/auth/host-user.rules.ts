import { type Role, USER_ID_MAX } from '@stm-chat/protocol';
import { emailField, isStorable, localeField, roleField } from '@stm-chat/protocol/schemas';

/** What a host platform's token says about its user; `undefined`: nothing, so what is stored stays. */
export interface HostUser {
  readonly id: number;
  readonly role: Role;
  readonly name: string | undefined;
  readonly email: string | null | undefined;
  readonly region: string | null | undefined;
  readonly locale: string | null | undefined;
}

const NAME_MAX = 100;
const REGION_MAX = 60;

/**
 * The user of a host platform's token (rules AU21 to AU24).
 * @returns null when the token names no user or no role that we know: it is then good for nothing
 */
export function hostUserOf(claims: Readonly<Record<string, unknown>>): HostUser | null {
  const id = userIdOf(claims);
  const role = roleField.safeParse(claims['role']);
  if (id === null || !role.success) return null;
  return {
    id,
    role: role.data,
    name: lineOf(claims['name'], NAME_MAX) ?? undefined,
    email: emailOf(claims['email']),
    region: lineOf(claims['region'], REGION_MAX),
    locale: localeOf(claims['locale']),
  };
}

/** Why `hostUserOf` finds nobody in these claims, for the log. The claims themselves are not in it. */
export function lackOf(claims: Readonly<Record<string, unknown>>): string {
  if (userIdOf(claims) === null)
    return `neither "sub" nor "userId" is a whole number from 1 to ${USER_ID_MAX}, or they are two different ones`;
  return `"role" is none of ${roleField.options.join(', ')}`;
}

/**
 * `sub`, or `userId` where `sub` is something else than a number (many platforms have a name of their own there). Two
 * different numbers name nobody.
 */
function userIdOf({ sub, userId }: Readonly<Record<string, unknown>>): number | null {
  const [first, second] = [numberOf(sub), numberOf(userId)];
  if (first !== null && second !== null && first !== second) return null;
  const id = first ?? second;
  return id !== null && id >= 1 && id <= USER_ID_MAX ? id : null;
}

/** An integer or its decimal string; null for anything else. */
function numberOf(claim: unknown): number | null {
  if (typeof claim === 'string') return /^(?:0|-?[1-9]\d{0,14})$/.test(claim) ? Number(claim) : null;
  return Number.isSafeInteger(claim) ? Number(claim) : null;
}

/** For display only, so it is cut rather than refused: a long name must not keep anybody out. */
function lineOf(claim: unknown, max: number): string | null | undefined {
  if (claim === null) return null;
  if (typeof claim !== 'string' || !isStorable(claim)) return undefined;
  const text = Array.from(claim.trim()).slice(0, max).join('').trim();
  return text === '' ? undefined : text;
}

function emailOf(claim: unknown): string | null | undefined {
  if (typeof claim !== 'string') return claim === null ? null : undefined;
  const email = emailField.safeParse(claim.trim());
  return email.success ? email.data : undefined;
}

/** OpenID Connect has it with a hyphen, some platforms with an underscore. */
function localeOf(claim: unknown): string | null | undefined {
  if (typeof claim !== 'string') return claim === null ? null : undefined;
  const locale = localeField.safeParse(claim.trim().replaceAll('_', '-'));
  return locale.success ? locale.data : undefined;
}

/** Those columns of `users` that a host's token replaces. */
export interface StoredUser {
  readonly role: Role;
  readonly name: string;
  readonly email: string | null;
  readonly region: string | null;
  readonly locale: string | null;
}

/** True when the token says something else than what is stored, so that it has to be written. */
export function differs(told: HostUser, stored: StoredUser): boolean {
  return (
    told.role !== stored.role ||
    (told.name !== undefined && told.name !== stored.name) ||
    (told.email !== undefined && told.email !== stored.email) ||
    (told.region !== undefined && told.region !== stored.region) ||
    (told.locale !== undefined && told.locale !== stored.locale)
  );
}
