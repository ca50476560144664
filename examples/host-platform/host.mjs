// A marketplace that already has users, jobs and a login, putting them into the chat: all that it takes.
import { createServer } from 'node:http';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';

const users = { anna: { id: 501, role: 'customer', name: 'Anna' }, omar: { id: 502, role: 'provider', name: 'Omar' } };
const jobs = {
  'boiler-7': { title: 'Boiler repair', status: 'booked', price: 120, currency: 'EUR', customer: 501, provider: 502 },
};

export async function startHost({ chat, serviceToken, port = 0 }) {
  const { publicKey, privateKey } = await generateKeyPair('ES256'); // yours lives in your key store
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const chats = new Map(); // job -> chat; a column of your jobs table

  /** The chat signs nobody in: it believes tokens that this platform signed. Users need not be imported. */
  const chatToken = ({ id, role, name }) =>
    new SignJWT({ role, name })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setSubject(String(id))
      .setIssuer('marketplace')
      .setAudience('stm-chat')
      .setIssuedAt()
      .setExpirationTime('15m')
      .sign(privateKey);

  const call = async (method, path, body) => {
    const headers = { Authorization: `Bearer ${serviceToken}`, 'Content-Type': 'application/json' };
    const request = { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(chat() + path, request);
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };

  const routes = {
    'GET /.well-known/jwks.json': async () => ({ keys: [{ ...jwk, kid, alg: 'ES256', use: 'sig' }] }),
    'GET /chat-token': async (url) => ({ token: await chatToken(users[url.searchParams.get('user')]) }), // behind your login
    'POST /book': async (url) => {
      const id = url.searchParams.get('job');
      const { customer, provider, ...job } = jobs[id];
      for (const { id: user, ...profile } of Object.values(users))
        await call('PUT', `/api/admin/users/${user}`, profile);
      const opened = await call('POST', '/api/admin/chats', {
        job_id: id,
        subject: job.title,
        customer_id: customer,
        provider_id: provider,
        job,
      });
      chats.set(id, opened.id);
      return { chatId: opened.id };
    },
    'POST /finish': async (url) => {
      const id = url.searchParams.get('job');
      const { customer: _c, provider: _p, ...job } = jobs[id];
      return call('PUT', `/api/admin/chats/${chats.get(id)}/job`, { ...job, status: 'done' });
    },
  };
  const answer = async (request, response) => {
    const url = new URL(request.url, 'http://host');
    const body = await routes[`${request.method} ${url.pathname}`]?.(url);
    response.writeHead(body ? 200 : 404, { 'Content-Type': 'application/json' }).end(JSON.stringify(body ?? {}));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.writeHead(502).end(`${error}\n`));
  });
  await new Promise((listening) => server.listen(port, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
