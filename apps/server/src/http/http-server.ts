import { existsSync } from 'node:fs';
import { maxHeaderSize } from 'node:http';
import { fileURLToPath } from 'node:url';
import fastifyCookie from '@fastify/cookie';
import fastifyCors from '@fastify/cors';
import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { FRAME_MAX_BYTES } from '@stm-chat/protocol';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { notFound } from '../kernel/errors.js';
import type { Logger } from '../kernel/logger.js';
import { isAllowedOrigin, type OriginPolicy } from '../kernel/origin.js';
import type { RawRoute } from '../kernel/raw-routes.js';
import { requestIdOf } from '../kernel/request-id.js';
import { toWireError } from '../kernel/wire-error.js';
import { acceptJsonBodies } from './body-parser.js';
import { answerBadAddress, answerBrokenRequest, answerErrors } from './failures.js';
import { limitConnections, nodeHttpOptions } from './node-http.js';
import { sendProblem } from './problem.js';

export interface HttpServerOptions {
  readonly origins: OriginPolicy;
  readonly production: boolean;
  readonly logger: Logger;
  /** Their headers are told to browsers of other origins. */
  readonly rawRoutes: readonly RawRoute[];
  /** TCP connections of any kind that are held open at once. */
  readonly maxConnections: number;
}

/** The built web application, the same from the sources and from the build. */
const WEB_DIRECTORY = fileURLToPath(new URL('../../../web/dist', import.meta.url));
const API_PATHS = /^\/(?:api|chat|health|socket\.io)(?:\/|\?|$)/;
/** What a proxy calls the request, and what it is called in our log. */
const REQUEST_ID = 'x-request-id';
const ONE_YEAR_MS = 365 * 24 * 3600 * 1000;

/** The HTTP door without its routes: origins, headers, bodies, the web page, and errors in one form. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const http = Fastify({
    bodyLimit: FRAME_MAX_BYTES,
    logger: false,
    genReqId: ({ headers }) => requestIdOf(headers[REQUEST_ID]),
    forceCloseConnections: true,
    // However long an id is, its command says what is wrong with it.
    routerOptions: { maxParamLength: maxHeaderSize },
    frameworkErrors: answerBadAddress,
    clientErrorHandler: answerBrokenRequest,
    ...nodeHttpOptions,
  });
  limitConnections(http.server, options.maxConnections);
  acceptJsonBodies(http);
  http.addHook('onRequest', async (request, reply) => {
    void reply.header(REQUEST_ID, request.id);
    if (isAllowedOrigin(request.headers.origin, request.headers.host, options.origins)) return;
    return sendProblem(reply, {
      code: 'forbidden',
      message: 'Pages of this origin may not use this server: see FRONTEND_URL.',
    });
  });
  await http.register(fastifyCors, {
    delegator: (request, decide) => decide(null, corsFor(request, options)),
  });
  await http.register(fastifyHelmet, {
    // Scripts and styles come from files only; the page talks to its own origin, over HTTP and WebSocket.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        connectSrc: ["'self'", 'ws:', 'wss:'],
      },
    },
    crossOriginResourcePolicy: { policy: 'same-site' },
    strictTransportSecurity: options.production,
  });
  await http.register(fastifyCookie);
  answerErrors(http, options.logger);
  await serveWebPage(http);
  return http;
}

function corsFor(request: FastifyRequest, { origins, rawRoutes }: HttpServerOptions) {
  const allowed = isAllowedOrigin(request.headers.origin, request.headers.host, origins);
  return {
    origin: allowed,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', ...rawRoutes.flatMap((route) => route.requestHeaders ?? [])],
    exposedHeaders: ['Retry-After', REQUEST_ID, ...rawRoutes.flatMap((route) => route.responseHeaders ?? [])],
    maxAge: 600,
    strictPreflight: false,
  };
}

/** The page's files; any other address of the page is the page itself, whose router knows it. */
async function serveWebPage(http: FastifyInstance): Promise<void> {
  const built = existsSync(WEB_DIRECTORY);
  if (built) {
    await http.register(fastifyStatic, {
      root: WEB_DIRECTORY,
      // The build puts `.br` and `.gz` beside each file.
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const hashed = path.includes('/assets/');
        void reply.header('Cache-Control', hashed ? `public, max-age=${ONE_YEAR_MS / 1000}, immutable` : 'no-cache');
      },
    });
  }
  http.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && /text\/html/.test(request.headers.accept ?? '');
    if (built && wantsPage && !API_PATHS.test(request.url))
      return reply.header('Cache-Control', 'no-cache').sendFile('index.html');
    return sendProblem(reply, toWireError(notFound('route')));
  });
}
