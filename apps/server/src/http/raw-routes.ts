import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { anonymous, type Actor, type Authenticator } from '../kernel/actor.js';
import { clientAddress } from '../kernel/client-address.js';
import type { Logger } from '../kernel/logger.js';
import type { RawRoute } from '../kernel/raw-routes.js';
import { toWireError } from '../kernel/wire-error.js';
import { problemOf, sendProblem } from './problem.js';

export interface RawRouteOptions {
  readonly authenticator: Authenticator;
  readonly trustProxy: number;
  readonly logger: Logger;
}

/** Mounts the routes that features bring (`kernel/raw-routes.ts`). Their bodies pass unread. */
export async function addRawRoutes(
  http: FastifyInstance,
  routes: readonly RawRoute[],
  options: RawRouteOptions,
): Promise<void> {
  if (routes.length === 0) return;
  // Waited for: routes that come later may share a path with these.
  await http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, done) => done(null));
    for (const route of routes) {
      const handler = (request: FastifyRequest, reply: FastifyReply) => answer(route, request, reply, options);
      scope.route({ method: [...route.methods], url: route.path, exposeHeadRoute: false, handler });
    }
  });
}

async function answer(
  route: RawRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  { authenticator, trustProxy, logger }: RawRouteOptions,
): Promise<FastifyReply | void> {
  let actor: Actor;
  try {
    actor = await actorOf(request, authenticator);
  } catch (refusal) {
    return sendProblem(reply, toWireError(refusal));
  }
  const { raw: response } = reply;
  // From here on the answer is the route's: the headers of the hooks would not be sent by themselves.
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) response.setHeader(name, value);
  reply.hijack();
  try {
    const query = new URL(request.url, 'http://localhost').searchParams;
    const params = request.params as Record<string, string>;
    await route.handle({
      request: request.raw,
      response,
      params,
      query,
      actor,
      address: clientAddress(request.raw, trustProxy),
    });
  } catch (error) {
    refuse(reply, error, { requestId: request.id, logger });
  }
}

function refuse(
  { raw: response }: FastifyReply,
  error: unknown,
  { requestId, logger }: { readonly requestId: string; readonly logger: Logger },
): void {
  const wire = toWireError(error, requestId);
  if (wire.code === 'internal') logger.error({ err: error, request_id: requestId }, 'a request failed');
  if (response.headersSent) return void response.destroy();
  const { status, type, body } = problemOf(wire);
  if (wire.retry_after_ms !== undefined) response.setHeader('Retry-After', Math.ceil(wire.retry_after_ms / 1000));
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  // What is left of the body is not read: the connection cannot be used again.
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store', Connection: 'close' });
  response.end(body);
}

async function actorOf(request: FastifyRequest, authenticator: Authenticator): Promise<Actor> {
  const bearer = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return bearer === undefined ? anonymous : authenticator.authenticate(bearer);
}
