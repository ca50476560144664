import { z } from 'zod';
import { contract } from '../contract.js';
import { roleField } from '../fields.js';

export const getDemo = contract('get_demo', {
  summary: 'The demo accounts with their public passwords, where there are any; never in production.',
  input: z.strictObject({}),
  output: z.object({
    accounts: z.array(z.object({ email: z.string(), password: z.string(), role: roleField, name: z.string() })),
  }),
  errors: ['not_found'],
});
