import { z } from 'zod';

/**
 * What Render's blueprint specification says of the fields that we use; a field that it does not know is refused.
 * Render publishes a schema for the whole file, but only on its own site.
 */
const envVar = z
  .strictObject({
    key: z.string(),
    value: z.string().optional(),
    sync: z.literal(false).optional(),
    generateValue: z.literal(true).optional(),
    fromService: z
      .strictObject({
        name: z.string(),
        type: z.enum(['keyvalue', 'web', 'pserv', 'worker']),
        property: z.enum(['connectionString', 'host', 'port', 'hostport']),
      })
      .optional(),
  })
  .refine(({ key: _, ...source }) => Object.keys(source).length === 1, 'says more or less than one way to its value');

export const renderBlueprint = z.strictObject({
  services: z
    .array(
      z.strictObject({
        type: z.enum(['web', 'pserv', 'worker']),
        name: z.string(),
        runtime: z.enum(['node', 'docker', 'image']),
        plan: z.enum(['free', 'starter', 'standard', 'pro', 'pro plus', 'pro max', 'pro ultra']),
        region: z.enum(['oregon', 'ohio', 'virginia', 'frankfurt', 'singapore']).optional(),
        numInstances: z.int().min(1).optional(),
        buildCommand: z.string(),
        startCommand: z.string(),
        healthCheckPath: z.string().startsWith('/'),
        maxShutdownDelaySeconds: z.int().min(1).max(300),
        envVars: z.array(envVar),
      }),
    )
    .min(1),
});
