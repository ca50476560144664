import { z } from 'zod';
import { contract } from '../contract.js';
import { roleField, timeField, userIdParam, cursorParam, listLimitParam } from '../fields.js';

export const listJobs = contract('list_jobs', {
  summary: 'Background work: what failed for good, latest first, and how much of each kind waits.',
  input: z.strictObject({}),
  output: z.object({
    dead: z.array(
      z.object({
        id: z.int(),
        task: z.string(),
        attempts: z.int(),
        error: z.string(),
        added_at: timeField,
        failed_at: timeField,
      }),
    ),
    waiting: z.array(z.object({ task: z.string(), count: z.int(), next_at: timeField })),
  }),
  errors: [],
});

export const listSessions = contract('list_sessions', {
  summary: 'Where a user is signed in, latest first; with an account of this server.',
  input: z.strictObject({ userId: userIdParam }),
  output: z.object({
    sessions: z.array(
      z.object({
        id: z.string(),
        user_agent: z.string().nullable(),
        created_at: timeField,
        expires_at: timeField,
        ended_at: timeField.nullable(),
      }),
    ),
  }),
  errors: ['not_found'],
});

export const endSession = contract('end_session', {
  summary: 'Signs a device out: its connections close within a second.',
  input: z.strictObject({ sessionId: z.uuid() }),
  output: z.void(),
  errors: ['not_found'],
});

export const listConnections = contract('list_connections', {
  summary: 'Who is connected to the server that answers, those who came last first.',
  input: z.strictObject({}),
  output: z.object({
    users: z.int().describe('of this server'),
    connections: z.int().describe('of this server'),
    live: z
      .array(
        z.object({
          userId: z.int(),
          name: z.string(),
          role: roleField.nullable(),
          transport: z.string(),
          since: timeField,
          joined: z.int().describe('chats that it has open'),
          user_agent: z.string().nullable(),
        }),
      )
      .describe('at most 200'),
  }),
  errors: [],
});

export const listAudit = contract('list_audit', {
  summary: 'What administrators, the host platform and the operator did, latest first.',
  input: z.strictObject({ cursor: cursorParam.optional(), limit: listLimitParam }),
  output: z.object({
    entries: z.array(
      z.object({
        id: z.int(),
        at: timeField,
        actor: z.int().describe('a user, or 0 for the host platform and the operator'),
        actor_name: z.string(),
        action: z.string(),
        target: z.string(),
        details: z.record(z.string(), z.unknown()),
        sealed: z.boolean(),
      }),
    ),
    next: z.string().nullable(),
  }),
  errors: [],
});
