import { ERROR_STATUS } from '@stm-chat/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, anonymous, type Authenticator } from '../kernel/actor.js';
import { clientAddress } from '../kernel/client-address.js';
import type { BoundCommand } from '../kernel/command-registry.js';
import { CommandError, invalid } from '../kernel/errors.js';
import type { CommandRunner } from '../kernel/run-command.js';
import { toWireError } from '../kernel/wire-error.js';
import { sendProblem } from './problem.js';
import { isJson, type SessionCookies } from './session-cookie.js';

export interface CommandRouteOptions {
  readonly commands: readonly BoundCommand[];
  readonly runner: CommandRunner;
  readonly authenticator: Authenticator;
  readonly trustProxy: number;
  readonly cookies: SessionCookies;
}

/** The guide calls its chat routes without the prefix: the same handlers. */
const UNPREFIXED = /^\/api(?=\/chat)/;

/** Makes a route of every command that has one. It knows no command by name. */
export function addCommandRoutes(http: FastifyInstance, options: CommandRouteOptions): void {
  for (const command of options.commands) {
    const { rest } = command.contract.spec;
    if (rest === undefined) continue;
    const urls = UNPREFIXED.test(rest.path) ? [rest.path, rest.path.replace(UNPREFIXED, '')] : [rest.path];
    for (const url of urls) {
      http.route({ method: rest.method, url, handler: (request, reply) => answer(command, request, reply, options) });
    }
  }
}

async function answer(
  command: BoundCommand,
  request: FastifyRequest,
  reply: FastifyReply,
  { runner, authenticator, trustProxy, cookies }: CommandRouteOptions,
): Promise<FastifyReply> {
  const { spec } = command.contract;
  const address = clientAddress(request.raw, trustProxy);
  let actor: Actor;
  let input: Record<string, unknown>;
  try {
    actor = await actorOf(request, command, authenticator);
    input = cookies.intoInput(spec.rest?.session, request, inputOf(request, command));
  } catch (refusal) {
    return sendProblem(reply, toWireError(refusal, request.id));
  }
  const userAgent = request.headers['user-agent'] ?? null;
  const result = await runner.run({
    ...{ command, door: 'rest', actor, input, connection: null },
    ...{ address, userAgent, requestId: request.id },
  });
  if (!result.ok) {
    if (ERROR_STATUS[result.error.code] === 401) cookies.afterRefusal(spec.rest?.session, request, reply);
    return sendProblem(reply, result.error);
  }
  const output = cookies.fromOutput(spec.rest?.session, request, reply, result.output);
  const status = result.repeated ? 200 : (spec.rest?.status ?? 200);
  return reply.code(status).header('Cache-Control', 'private, no-store').send(output);
}

/** @throws CommandError for a token that does not hold; on routes for anyone such a token is as good as none */
async function actorOf(request: FastifyRequest, command: BoundCommand, authenticator: Authenticator): Promise<Actor> {
  const bearer = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer === undefined) return anonymous;
  try {
    return await authenticator.authenticate(bearer);
  } catch (error) {
    const refused = error instanceof CommandError && ERROR_STATUS[error.code] === 401;
    if (refused && command.contract.spec.audience === 'anyone') return anonymous;
    throw error;
  }
}

/** Path, query and body are one input; what the path says cannot be said again. */
function inputOf(request: FastifyRequest, command: BoundCommand): Record<string, unknown> {
  const { rest } = command.contract.spec;
  const contentType = request.headers['content-type'];
  // A form of a foreign page cannot send JSON: what acts on a cookie takes nothing else, not even no type at all.
  const needsType = contentType !== undefined || rest?.session !== undefined;
  if (needsType && !isJson(contentType) && rest?.acceptsTextPlain !== true) {
    throw invalid('body', 'must be application/json');
  }
  const parts = [request.params, request.query, request.body ?? {}];
  const input: Record<string, unknown> = {};
  for (const part of parts) {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) throw invalid('payload', 'must be an object');
    for (const [name, value] of Object.entries(part)) {
      if (Object.hasOwn(input, name)) throw invalid(name, 'is given twice');
      Object.defineProperty(input, name, { value, enumerable: true, configurable: true, writable: true });
    }
  }
  return input;
}
