import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import http from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { jwtVerify } from 'jose';

export interface PhoneAnswer {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Of one device token, the first answer that it gets; what it took is in `received`. */
type Script = (token: string) => PhoneAnswer | undefined;

/**
 * Firebase's token endpoint and FCM HTTP v1, as their documents describe them: the assertion is verified, and a message
 * with an access token that is not (any more) good gets 401.
 */
export async function startFcm() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const received: { readonly token: string; readonly message: Record<string, unknown> }[] = [];
  const state = { tokens: 0, good: '', script: (() => undefined) as Script };
  const server = http.createServer((request, response) => {
    void bodyOf(request)
      .then((body) => (request.url === '/token' ? grant(body) : take(request, body)))
      .then(({ status, body, headers }) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify(body ?? {}));
      });
  });
  const origin = `http://127.0.0.1:${await listen(server)}`;

  async function grant(body: string): Promise<PhoneAnswer> {
    const form = new URLSearchParams(body);
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') return { status: 400 };
    const { payload } = await jwtVerify(form.get('assertion') ?? '', publicKey, {
      algorithms: ['RS256'],
      issuer: 'push@test.example',
      audience: `${origin}/token`,
    });
    if (payload['scope'] !== 'https://www.googleapis.com/auth/firebase.messaging') return { status: 400 };
    state.tokens += 1;
    state.good = `access-${state.tokens}`;
    return { status: 200, body: { access_token: state.good, expires_in: 3600, token_type: 'Bearer' } };
  }

  function take(request: http.IncomingMessage, body: string): PhoneAnswer {
    if (request.url !== '/v1/projects/test-project/messages:send') return { status: 404 };
    if (request.headers.authorization !== `Bearer ${state.good}`) {
      return { status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED' } } };
    }
    const { message } = JSON.parse(body) as { message: Record<string, unknown> & { token: string } };
    const answer = state.script(message.token) ?? { status: 200, body: { name: 'projects/test-project/messages/1' } };
    if (answer.status === 200) received.push({ token: message.token, message });
    return answer;
  }

  return {
    received,
    /** How many access tokens were given. */
    tokens: () => state.tokens,
    /** The present access token is not good any more. */
    revoke: () => void (state.good = 'none'),
    answer: (script: Script) => void (state.script = script),
    env: {
      FCM_URL: origin,
      FCM_SERVICE_ACCOUNT: JSON.stringify({
        type: 'service_account',
        project_id: 'test-project',
        client_email: 'push@test.example',
        private_key: pemOf(privateKey),
        token_uri: `${origin}/token`,
      }),
    },
    stop: () => stop(server, () => server.closeAllConnections()),
  };
}

/** APNs over HTTP/2, as Apple's documents describe it: the provider token is verified, and counted. */
export async function startApns() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const received: {
    readonly token: string;
    readonly headers: http2.IncomingHttpHeaders;
    readonly payload: Record<string, unknown>;
  }[] = [];
  const state = { script: (() => undefined) as Script, providerTokens: new Set<string>(), sessions: 0 };
  const sessions = new Set<http2.ServerHttp2Session>();
  const server = http2.createServer();
  server.on('session', (session) => {
    state.sessions += 1;
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    void bodyOf(stream)
      .then((body) => take(headers, body))
      .then(({ status, body, headers: more }) => {
        stream.respond({ ':status': status, ...more });
        stream.end(body === undefined ? '' : JSON.stringify(body));
      });
  });
  const port = await listen(server);

  async function take(headers: http2.IncomingHttpHeaders, body: string): Promise<PhoneAnswer> {
    const [, token = ''] = /^\/3\/device\/([0-9a-f]+)$/.exec(headers[':path'] ?? '') ?? [];
    const bearer = (headers.authorization ?? '').replace(/^bearer /, '');
    try {
      const { protectedHeader } = await jwtVerify(bearer, publicKey, { algorithms: ['ES256'], issuer: 'TEAM123456' });
      if (protectedHeader.kid !== 'KEY1234567') throw new Error('another key');
    } catch {
      return { status: 403, body: { reason: 'InvalidProviderToken' } };
    }
    state.providerTokens.add(bearer);
    if (headers['apns-topic'] !== 'com.example.chat') return { status: 400, body: { reason: 'BadTopic' } };
    const answer = state.script(token) ?? { status: 200 };
    if (answer.status === 200) received.push({ token, headers, payload: JSON.parse(body) as Record<string, unknown> });
    return answer;
  }

  return {
    received,
    answer: (script: Script) => void (state.script = script),
    providerTokens: () => state.providerTokens.size,
    sessions: () => state.sessions,
    /** The connections break. */
    cut() {
      for (const session of sessions) session.destroy();
    },
    env: {
      APNS_URL: `http://127.0.0.1:${port}`,
      APNS_KEY: pemOf(privateKey),
      APNS_KEY_ID: 'KEY1234567',
      APNS_TEAM_ID: 'TEAM123456',
      APNS_TOPIC: 'com.example.chat',
    },
    stop: () =>
      stop(server, () => {
        for (const session of sessions) session.destroy();
      }),
  };
}

async function bodyOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function stop(server: Server, cut: () => void): Promise<void> {
  cut();
  await new Promise((resolve) => server.close(resolve));
}

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
