import { randomBytes } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Config } from '../../config/config.js';
import { asking, fault, type Finding, good, warning } from './finding.js';

const TIMEOUT_MS = 10_000;
const POLLS = 4;
/** Of Engine.IO: a pong that nobody asked for is no harm; and the client's goodbye. */
const PONG = '3';
const CLOSE = '1';
const CERTIFICATE_DAYS = 14;

interface Reply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly upgraded: boolean;
  /** Days until the certificate ends; null without one. */
  readonly certificateDays: number | null;
}

/** A running installation as browsers find it, through whatever stands in front of it. */
export async function checkDoor(url: string, { server }: Config): Promise<readonly Finding[]> {
  const at: Ask = (path, headers = {}, body) => ask(url + path, headers, body);
  const living = await asking(url, 'Is the address right, and does the proxy reach the server?', () => health(at));
  if (living.some(({ level }) => level === 'fault')) return living;
  return [
    ...living,
    ...(await asking('/health/ready', 'See the message.', () => readiness(at))),
    ...(await asking('WebSockets', 'Let the proxy pass Upgrade and Connection (deploy/nginx/stm-chat.conf).', () =>
      webSocket(at),
    )),
    ...(await asking('Long polling', 'See deploy/nginx/stm-chat.conf.', () => polling(at))),
    ...(await asking('/metrics', 'Close it at the proxy.', () => metrics(at))),
    ...(await asking('FRONTEND_URL', 'See the message.', () => origins(at, server.frontendOrigins))),
  ];
}

type Ask = (path: string, headers?: Record<string, string>, body?: string) => Promise<Reply>;

async function health(at: Ask): Promise<Finding[]> {
  const { status, body, certificateDays } = await at('/health');
  if (status !== 200 || !body.includes('STM Backend')) {
    return [
      fault(`/health is answered with ${status}, and not by this server.`, 'Let the proxy pass every path to it.'),
    ];
  }
  return certificateDays !== null && certificateDays < CERTIFICATE_DAYS
    ? [warning(`The certificate ends in ${certificateDays} days.`, 'Renew it.')]
    : [good('The server lives.')];
}

async function readiness(at: Ask): Promise<Finding[]> {
  const { status, body } = await at('/health/ready');
  return status === 200
    ? [good('It is ready.')]
    : [fault(`It is not ready: ${body.slice(0, 300)}`, 'The checks that are "failing" say what is away.')];
}

async function webSocket(at: Ask): Promise<Finding[]> {
  const reply = await at('/socket.io/?EIO=4&transport=websocket', {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
  });
  return reply.upgraded
    ? [good('WebSockets come through.')]
    : [
        fault(
          `A WebSocket is answered with ${reply.status}: clients fall back to polling, if that.`,
          'Let the proxy pass Upgrade and Connection, over HTTP/1.1 (deploy/nginx/stm-chat.conf).',
        ),
      ];
}

/** Each request takes a connection of its own, as a proxy that deals them out sees them. */
async function polling(at: Ask): Promise<Finding[]> {
  const path = '/socket.io/?EIO=4&transport=polling';
  const first = await at(path);
  if (first.status !== 200) {
    return [warning(`Polling is answered with ${first.status}.`, 'Only matters where WebSockets are blocked.')];
  }
  const sid = /"sid":"([^"]+)"/.exec(first.body)?.[1] ?? '';
  const cookie = first.headers['set-cookie']?.map((line) => line.split(';', 1)[0]).join('; ');
  const headers = cookie === undefined ? {} : { Cookie: cookie };
  const session = `${path}&sid=${encodeURIComponent(sid)}`;
  for (let n = 0; n < POLLS; n += 1) {
    const { status, body } = await at(session, headers, PONG);
    if (status === 400 && body.includes('Session ID unknown')) {
      return [
        fault(
          'The requests of one polling client reach different servers.',
          'Keep a client on one server: `hash $remote_addr` of nginx, cookie affinity of an ingress. Or let clients use WebSockets alone.',
        ),
      ];
    }
  }
  await at(session, headers, CLOSE);
  return [good('Polling stays on one server.')];
}

async function metrics(at: Ask): Promise<Finding[]> {
  const { status, body } = await at('/metrics', { 'X-Forwarded-For': '192.0.2.1' });
  return status === 200 && body.includes('chat_connections')
    ? [fault('/metrics is open to everybody.', 'Close it at the proxy, and let it add X-Forwarded-For.')]
    : [good('/metrics is closed from outside.')];
}

async function origins(at: Ask, frontends: readonly string[]): Promise<Finding[]> {
  const found: Finding[] = [];
  const stranger = await at('/api/auth/me', { Origin: 'https://stranger.example' });
  if (stranger.status !== 403) {
    found.push(
      fault(
        'Pages of any origin may use the server.',
        'The proxy must pass the Origin header as it came, and add none to answers.',
      ),
    );
  }
  for (const origin of frontends) {
    const { headers } = await at('/api/auth/me', { Origin: origin });
    found.push(
      headers['access-control-allow-origin'] === origin
        ? good(`Pages of ${origin} may use it.`)
        : fault(`Pages of ${origin} may not use it.`, 'Does the running server have this FRONTEND_URL?'),
    );
  }
  return found;
}

function ask(address: string, headers: Record<string, string>, body: string | undefined): Promise<Reply> {
  const method = body === undefined ? 'GET' : 'POST';
  const { request } = address.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const type = body === undefined ? {} : { 'Content-Type': 'text/plain;charset=UTF-8' };
    const asked = request(address, { method, headers: { ...type, ...headers }, agent: false, timeout: TIMEOUT_MS });
    let certificateDays: number | null = null;
    asked.once('socket', (socket) =>
      socket.once('secureConnect', () => {
        const until = Date.parse((socket as TLSSocket).getPeerCertificate().valid_to);
        if (!Number.isNaN(until)) certificateDays = Math.floor((until - Date.now()) / 86_400_000);
      }),
    );
    asked.once('timeout', () => asked.destroy(new Error('no answer')));
    asked.once('error', reject);
    asked.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: 101, headers: response.headers, body: '', upgraded: true, certificateDays });
    });
    asked.once('response', (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => void pieces.push(piece));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(pieces).toString('utf8'),
          upgraded: false,
          certificateDays,
        }),
      );
    });
    asked.end(body);
  });
}
