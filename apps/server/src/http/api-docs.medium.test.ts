import { asyncApiDocument, openApiDocument } from '@stm-chat/protocol/documents';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpServer } from './http-server.js';
import { silentLogger } from '../ops/pino-logger.js';
import { addApiDocs } from './api-docs.js';

let http: FastifyInstance;
const get = (url: string, host = 'chat.example') => http.inject({ url, headers: { host } });

beforeAll(async () => {
  const origins = { allowed: new Set<string>(), allowLoopback: false };
  http = await createHttpServer({
    origins,
    logger: silentLogger,
    production: true,
    rawRoutes: [],
    maxConnections: 100,
  });
  await addApiDocs(http, null);
});
afterAll(() => http.close());

describe('the API documents over HTTP', () => {
  it('[AP1] serves the OpenAPI document of the protocol', async () => {
    const answer = await get('/api/docs/openapi.json');
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.json()).toEqual(structuredClone(openApiDocument()));
  });

  it('[AP2] serves the AsyncAPI document of the protocol, with the host that was asked', async () => {
    const answer = await get('/api/docs/asyncapi.json');
    expect(answer.json()).toEqual(asyncApiDocument({ host: 'chat.example', secure: false }));
  });

  it('[AP2] a host that is none does no harm', async () => {
    const answer = await get('/api/docs/asyncapi.json', '<script> "');
    expect(answer.statusCode).toBe(200);
    expect((await get('/api/docs/live', '<script> "')).body).not.toContain('<script');
  });

  it.each(['/api/docs', '/api/docs/live'])(
    '[AP3] %s takes everything from this server and has nothing inline',
    async (url) => {
      const page = await get(url);
      expect(page.headers['content-security-policy']).toContain("default-src 'self'");
      expect(page.body).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|https?:/);
      const files = Array.from(page.body.matchAll(/(?:src|href)="(\/[^"]*)"/g), ([, file = '']) => file);
      expect(files.length).toBeGreaterThan(3);
      for (const file of files) expect(`${file} ${(await get(file)).statusCode}`).toBe(`${file} 200`);
    },
  );

  it('[AP3] the page of live events has every command and event, and no link that leads nowhere', async () => {
    const { body } = await get('/api/docs/live');
    const { operations } = asyncApiDocument({ host: 'chat.example', secure: false });
    for (const name of Object.keys(operations)) expect(body).toContain(`<article id="${name}">`);
    for (const [, anchor = ''] of body.matchAll(/href="#([^"]+)"/g)) expect(body).toContain(`id="${anchor}"`);
  });

  it('[AP3] of the viewer’s package only the two files of the page are served', async () => {
    expect((await get('/api/docs/viewer/swagger-ui.css')).statusCode).toBe(200);
    expect((await get('/api/docs/viewer/package.json')).statusCode).toBe(404);
    expect((await get('/api/docs/viewer/..%2f..%2fpackage.json')).statusCode).toBe(404);
  });
});
