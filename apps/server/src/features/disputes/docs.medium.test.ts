import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.js';
import { disputeCase } from './testing/dispute-case.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const CALL = /^(GET|POST) +(\S+) +([CPL])(?: +(\{.*\}))?$/gm;
const page = readFileSync(new URL('../../../../../docs/disputes.md', import.meta.url), 'utf8');
const calls = [...page.matchAll(CALL)].map(([, method = '', path = '', who = '', body]) => ({
  method,
  path,
  who: who as 'C' | 'P' | 'L',
  body,
}));

it.each(['agreement', 'decision'])(
  '[DS1][ST2][DS12] docs/disputes.md: its calls, as they stand there, settle a dispute by %s',
  async (way) => {
    const { customer, provider, lsm, chatId } = await disputeCase(server);
    const tokens = { C: customer.user.token, P: provider.token, L: lsm.token };
    await server.rest(provider.token, 'POST', `/api/chat/${chatId}/messages`, { message: 'On my way' });
    const ids: Record<string, string> = { CHAT: chatId };
    const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const answers: Record<string, unknown> = {};
    for (const { method, path, who, body } of calls) {
      if (path.endsWith(way === 'agreement' ? '/resolve' : '/accept')) continue;
      const url = path.replaceAll(/\b(?:CHAT|ID|OFFER)\b/g, (name) => ids[name] ?? name);
      // The day of the page is past some day.
      const sent = body?.replace(/\d{4}-\d\d-\d\d/, inAMonth);
      const answer = await fetch(server.url + url, {
        method,
        headers: { Authorization: `Bearer ${tokens[who]}`, 'Content-Type': 'application/json' },
        ...(method === 'POST' ? { body: sent ?? '{}' } : {}),
      });
      const text = await answer.text();
      expect([path, answer.status, answer.ok ? '' : text]).toEqual([path, answer.status, '']);
      answers[path] = path.endsWith('/evidence') ? text : JSON.parse(text);
      if (path.endsWith('/disputes')) ids['ID'] = JSON.parse(text).id;
      if (path.endsWith('/offers')) ids['OFFER'] = JSON.parse(text).offer.id;
    }
    expect(calls).toHaveLength(9);
    const ended = answers[`/api/disputes/ID/${way === 'agreement' ? 'offers/OFFER/accept' : 'resolve'}`];
    expect(ended).toMatchObject({ status: 'resolved', resolution: way });
    expect(answers['/api/disputes/ID/evidence']).toContain('"type":"header"');
  },
);
