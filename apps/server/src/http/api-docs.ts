import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import { asyncApiDocument, openApiDocument } from '@stm-chat/protocol/documents';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { liveEventsPage } from './api-docs-live.js';
import { DOCS_PATH, DOCS_STYLE, SWAGGER_START, swaggerPage } from './api-docs-page.js';

const require = createRequire(import.meta.url);
const SWAGGER_DIRECTORY = dirname(require.resolve('swagger-ui-dist/package.json'));
const SWAGGER_FILES = new Set(['/swagger-ui.css', '/swagger-ui-bundle.js']);

/**
 * What the protocol package says about itself, for programs and for people: nothing is loaded from elsewhere, and the
 * pages keep to the server's content security policy.
 * @param publicUrl origin under which clients reach the server; null: as the request says
 */
export async function addApiDocs(http: FastifyInstance, publicUrl: string | null): Promise<void> {
  let openApi: string | undefined;
  http.get(`${DOCS_PATH}/openapi.json`, (_request, reply) =>
    answer(reply, 'application/json', (openApi ??= JSON.stringify(openApiDocument()))),
  );
  http.get(`${DOCS_PATH}/asyncapi.json`, (request, reply) =>
    answer(reply, 'application/json', JSON.stringify(asyncApiDocument(serverOf(request, publicUrl)))),
  );
  http.get(DOCS_PATH, (_request, reply) => answer(reply, 'text/html', swaggerPage()));
  http.get(`${DOCS_PATH}/live`, (request, reply) =>
    answer(reply, 'text/html', liveEventsPage(asyncApiDocument(serverOf(request, publicUrl)))),
  );
  http.get(`${DOCS_PATH}/docs.css`, (_request, reply) => answer(reply, 'text/css', DOCS_STYLE));
  http.get(`${DOCS_PATH}/start.js`, (_request, reply) => answer(reply, 'text/javascript', SWAGGER_START));
  await http.register(fastifyStatic, {
    root: SWAGGER_DIRECTORY,
    prefix: `${DOCS_PATH}/viewer/`,
    decorateReply: false,
    allowedPath: (path) => SWAGGER_FILES.has(path),
  });
}

function answer(reply: FastifyReply, type: string, text: string): FastifyReply {
  return reply.type(`${type}; charset=utf-8`).header('Cache-Control', 'no-cache').send(text);
}

function serverOf(request: FastifyRequest, publicUrl: string | null): { host: string; secure: boolean } {
  const origin = publicUrl ?? `http://${request.host}`;
  const { host, protocol } = new URL(URL.canParse(origin) ? origin : 'http://localhost');
  return { host, secure: protocol === 'https:' };
}
