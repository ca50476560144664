import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { notFound } from '../kernel/errors.js';
import { toWireError } from '../kernel/wire-error.js';
import { sendProblem } from './problem.js';

export interface Scrape {
  text(): Promise<string>;
  readonly contentType: string;
}

/**
 * `/metrics` for this machine's own scraper, or with the service token from elsewhere. To everybody else it does not
 * exist: how busy a marketplace is, is its own business.
 */
export function addMetricsRoute(http: FastifyInstance, scrape: Scrape, serviceToken: string | null): void {
  http.get('/metrics', async (request, reply) => {
    if (!isLocal(request) && !hasToken(request, serviceToken))
      return sendProblem(reply, toWireError(notFound('route')));
    return reply.type(scrape.contentType).send(await scrape.text());
  });
}

/** A proxy on this machine passes on what comes from outside: then the address says nothing. */
function isLocal({ raw, headers }: FastifyRequest): boolean {
  const address = raw.socket.remoteAddress ?? '';
  return (
    headers['x-forwarded-for'] === undefined &&
    headers.forwarded === undefined &&
    /^(?:::ffff:)?127\.|^::1$/.test(address)
  );
}

function hasToken({ headers }: FastifyRequest, serviceToken: string | null): boolean {
  if (serviceToken === null) return false;
  const given = Buffer.from(/^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '');
  const wanted = Buffer.from(serviceToken);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
