import type { Role } from '@stm-chat/protocol';
import { CHAT_URL } from './chat-server.js';

/** An account that a demo server offers to everybody. */
export interface DemoAccount {
  readonly email: string;
  readonly password: string;
  readonly role: Role;
  readonly name: string;
}

const ROLES: readonly string[] = ['customer', 'provider', 'lsm', 'admin'] satisfies Role[];

/** The demo accounts of this server; none where it is not a demo, or does not answer. */
export async function loadDemoAccounts(signal: AbortSignal): Promise<readonly DemoAccount[]> {
  try {
    const response = await fetch(`${CHAT_URL}/api/demo`, { signal, headers: { accept: 'application/json' } });
    if (!response.ok) return [];
    return parseDemoAccounts(await response.json());
  } catch {
    // A server that is away says so when somebody signs in.
    return [];
  }
}

export function parseDemoAccounts(body: unknown): readonly DemoAccount[] {
  const accounts = typeof body === 'object' && body !== null && 'accounts' in body ? body.accounts : null;
  return Array.isArray(accounts) ? accounts.filter(isDemoAccount) : [];
}

function isDemoAccount(value: unknown): value is DemoAccount {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  const texts = ['email', 'password', 'name'].every((field) => typeof fields[field] === 'string');
  return texts && typeof fields['role'] === 'string' && ROLES.includes(fields['role']);
}
