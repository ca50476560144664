import type { Role } from '@stm-chat/protocol';
import type { UserActor } from '../../kernel/actor.js';

export interface DemoPerson {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly role: Role;
  readonly region: string | null;
}

/** Their passwords are public: they are printed at start and offered on the sign-in page. */
export const people = {
  sara: person('customer', 'demo-customer-1', 'Sara Malik', 'customer', 'north'),
  omar: person('provider1', 'demo-provider-1', 'Omar Haddad', 'provider', 'north'),
  bilal: person('provider2', 'demo-provider-2', 'Bilal Qureshi', 'provider', 'south'),
  elena: person('lsm1', 'demo-lsm-1', 'Elena Ruiz', 'lsm', 'north'),
  james: person('lsm2', 'demo-lsm-2', 'James Okafor', 'lsm', 'south'),
  ada: person('admin', 'demo-admin-1', 'Ada Lindqvist', 'admin', null),
} as const satisfies Record<string, DemoPerson>;

export type DemoName = keyof typeof people;
export type DemoUsers = Readonly<Record<DemoName, UserActor>>;

function person(box: string, password: string, name: string, role: Role, region: string | null): DemoPerson {
  return { email: `${box}@demo.example`, password, name, role, region };
}
