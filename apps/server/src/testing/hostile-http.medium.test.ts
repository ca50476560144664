import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bystanders, bystanders, memoryLog } from './bystanders.js';
import { overTcp, rawConnection } from './raw-connection.js';
import { startTestServer, type TestServer, type TestUser } from './test-server.js';

const log = memoryLog();
let server: TestServer;
let others: Bystanders;
let ann: TestUser;
let chatId: string;

beforeAll(async () => {
  server = await startTestServer({}, { logger: log.logger });
  log.alarms.length = 0; // what the start had to say
  others = await bystanders(server);
  ann = await server.user('customer');
  chatId = await server.chat(ann, await server.user('provider'));
});

afterEach(() => others.areServed());

afterAll(async () => {
  await server.close();
  expect(log.alarms).toEqual([]);
  expect(log.all.join('\n')).not.toContain(ann.token);
});

interface Answer {
  readonly status: number;
  readonly headers: string;
  readonly text: string;
}

/** One request as bytes; the server closes the connection after it. */
async function ask(request: string | Buffer): Promise<Answer> {
  const answer = await overTcp(server.port, request);
  const [headers = '', text = ''] = answer.split('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1]), headers, text };
}

const AS_ANN = () => `Host: localhost\r\nAuthorization: Bearer ${ann.token}\r\nConnection: close\r\n`;
const get = (path: string) => ask(`GET ${path} HTTP/1.1\r\n${AS_ANN()}\r\n`);
const JSON_TYPE = 'Content-Type: application/json\r\n';

function post(headers: string, body: string | Buffer, path = `/api/chat/${chatId}/messages`): Promise<Answer> {
  const length = /length|transfer/i.test(headers) ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
  return ask(
    Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${AS_ANN()}${headers}${length}\r\n`), Buffer.from(body)]),
  );
}

/** Whatever is refused is refused in one form, and says nothing of how the server is made. */
function expectProblem({ headers, text, status }: Answer, expected: number, code: string): void {
  expect([status, headers.match(/content-type: ([^;\r]+)/i)?.[1]]).toEqual([expected, 'application/problem+json']);
  expect(JSON.parse(/\{.*\}/s.exec(text)?.[0] ?? '')).toMatchObject({ status: expected, code });
  expect(text).not.toMatch(/node_modules|\.[jt]s:\d|\/(?:src|dist|root|home)\/|select |insert |FST_ERR|Error:/i);
}

describe('requests that are hardly HTTP', () => {
  const body = '{"message":"hi"}';
  const requests: Record<string, [status: number, request: () => string | Buffer]> = {
    'no HTTP': [400, () => 'hello\r\n\r\n'],
    'a TLS greeting': [400, () => Buffer.from([22, 3, 1, 0, 5, 1, 0, 0, 1, 0])],
    'an unknown method': [400, () => `FOO /health HTTP/1.1\r\n${AS_ANN()}\r\n`],
    'two lengths': [
      400,
      () => `POST /api/chat HTTP/1.1\r\n${AS_ANN()}${JSON_TYPE}Content-Length: 16\r\nContent-Length: 5\r\n\r\n${body}`,
    ],
    'a length and chunks': [
      400,
      () =>
        `POST /api/chat HTTP/1.1\r\n${AS_ANN()}${JSON_TYPE}Content-Length: 16\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    'a length below nothing': [
      400,
      () => `POST /api/chat HTTP/1.1\r\n${AS_ANN()}${JSON_TYPE}Content-Length: -1\r\n\r\n${body}`,
    ],
    'a disguised transfer': [
      400,
      () => `POST /api/chat HTTP/1.1\r\n${AS_ANN()}${JSON_TYPE}Transfer-Encoding: xchunked\r\n\r\n${body}`,
    ],
    'NUL in a header': [400, () => `GET /health HTTP/1.1\r\n${AS_ANN()}X: a\0b\r\n\r\n`],
    'a header in two lines': [
      400,
      () => `GET /health HTTP/1.1\r\n${AS_ANN()}Origin: http://localhost\r\n X: y\r\n\r\n`,
    ],
    '20 KB of headers': [413, () => `GET /health HTTP/1.1\r\n${AS_ANN()}X: ${'a'.repeat(20_000)}\r\n\r\n`],
  };

  it.each(Object.entries(requests))(
    '[CM5][ER2] %s are answered in the form of all errors',
    async (_, [status, request]) => {
      expectProblem(await ask(request()), status, status === 413 ? 'payload_too_large' : 'invalid_payload');
    },
  );

  it('[CO3] an upgrade to something else than a WebSocket is passed over', async () => {
    const connection = 'Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAAA\r\n';
    const { status, text } = await ask(`GET /health HTTP/1.1\r\nHost: localhost\r\n${connection}\r\n`);
    expect([status, JSON.parse(text)]).toMatchObject([200, { status: 'ok' }]);
  });

  it('[IN12] an upgrade that is refused when its client has reset the connection harms nobody', async () => {
    const upgrade =
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAA\r\n';
    const address = '/socket.io/?EIO=4&transport=websocket';
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(
        Array.from({ length: 20 }, async () => {
          const socket = connect(server.port, '127.0.0.1');
          socket.on('error', () => undefined);
          await once(socket, 'connect');
          socket.write(`GET ${address} HTTP/1.1\r\nHost: chat\r\nOrigin: https://evil.example\r\n${upgrade}\r\n`, () =>
            socket.resetAndDestroy(),
          );
          await once(socket, 'close');
        }),
      );
    }
    await expect(others.areServed()).resolves.toBeUndefined();
  });

  it('[IN12] requests sent ahead by the thousand keep nobody waiting', async () => {
    const flood = overTcp(server.port, 'GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(3_000), 2_000);
    await others.areServed();
    expect((await flood).match(/HTTP\/1\.1 200/g)).toHaveLength(1000);
  });
});

describe('addresses', () => {
  const paths: Record<string, [path: string, status: number]> = {
    'broken percent signs': ['/api/chat/%', 400],
    'broken UTF-8': ['/api/chat/%ff', 400],
    'overlong UTF-8': ['/api/chat/%c0%af', 400],
    NUL: ['/api/chat/%00', 400],
    'a very long id': [`/api/chat/${'9'.repeat(500)}`, 400],
    'a prototype': ['/api/chat/__proto__', 400],
    'a way up': ['/api/chat/..', 400],
    'a way up in disguise': ['/assets/..%2f..%2f..%2fpackage.json', 404],
    'a way up in the other slash': ['/assets/..%5c..%5cpackage.json', 404],
    'a plain way up': ['/../../etc/passwd', 404],
    'NUL in the name of a file': ['/index.html%00.js', 404],
    'hidden files': ['/.env', 404],
    'another case': ['/API/chat', 404],
    'a parameter twice': ['/api/chat?limit=1&limit=2', 400],
    'a parameter of the path again': ['/api/chat/ID/messages?chatId=ID', 400],
    'an unknown parameter': ['/api/chat?colour=red', 400],
    'a parameter of every object': ['/api/chat?__proto__=1&constructor=2', 400],
    'a number in hexadecimal': ['/api/chat?limit=0x10', 400],
    'a number with a sign': ['/api/chat?limit=%2B5', 400],
    'a limit of nothing': ['/api/chat/ID/messages?limit=0', 400],
    'a limit beyond': ['/api/chat/ID/messages?limit=201', 400],
    'a seq beyond all numbers': ['/api/chat/ID/messages?before=99999999999999999999', 400],
    'a seq below nothing': ['/api/chat/ID/changes?since=-1', 400],
    'an invented cursor': ['/api/chat?cursor=WzEsMl0', 400],
    'a cursor that is no UTF-8': ['/api/chat?cursor=%ff', 400],
  };

  it.each(Object.entries(paths))('[IN8][IN10][ER2] %s', async (_, [path, status]) => {
    expectProblem(await get(path.replaceAll('ID', chatId)), status, status === 400 ? 'invalid_payload' : 'not_found');
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'TRACE'])('[CM5] %s where nothing takes it is no such route', async (method) => {
    expectProblem(await ask(`${method} /api/auth/login HTTP/1.1\r\n${AS_ANN()}\r\n`), 404, 'not_found');
  });
});

describe('bodies', () => {
  const bytes = (...list: number[]) =>
    Buffer.concat([Buffer.from('{"message":"a'), Buffer.from(list), Buffer.from('"}')]);
  const bodies: Record<string, [headers: string, body: string | Buffer, status?: number]> = {
    'no content type': ['', '{"message":"hi"}'],
    text: ['Content-Type: text/plain\r\n', '{"message":"hi"}'],
    'a form': ['Content-Type: application/x-www-form-urlencoded\r\n', 'message=hi'],
    'two content types': ['Content-Type: application/json, text/plain\r\n', '{"message":"hi"}'],
    'half an object': [JSON_TYPE, '{"message":'],
    'two objects': [JSON_TYPE, '{"message":"hi"}{}'],
    'a list': [JSON_TYPE, '[]'],
    'a number': [JSON_TYPE, '5'],
    'thirty thousand brackets': [JSON_TYPE, '['.repeat(30_000) + ']'.repeat(30_000)],
    'a prototype': [JSON_TYPE, '{"message":"hi","__proto__":{"a":1}}'],
    'a prototype in disguise': [JSON_TYPE, '{"message":"hi","\\u005f_proto__":1}'],
    'a constructor': [JSON_TYPE, '{"message":"hi","constructor":{}}'],
    'the chat again': [JSON_TYPE, '{"message":"hi","chatId":"x"}'],
    NUL: [JSON_TYPE, '{"message":"\\u0000"}'],
    'half a surrogate pair': [JSON_TYPE, '{"message":"\\ud800"}'],
    'no UTF-8': [JSON_TYPE, bytes(0xff)],
    'an overlong slash': [JSON_TYPE, bytes(0xc0, 0xaf)],
    'an overlong NUL': [JSON_TYPE, bytes(0xc0, 0x80)],
    'a surrogate in UTF-8': [JSON_TYPE, bytes(0xed, 0xa0, 0x80)],
    'a character beyond Unicode': [JSON_TYPE, bytes(0xf4, 0x90, 0x80, 0x80)],
    '4,001 code points': [JSON_TYPE, JSON.stringify({ message: '😀'.repeat(4001) }), 413],
    'a byte more than 64 KiB': [JSON_TYPE, `{"message":"${'x'.repeat(65_537 - 14)}"}`, 413],
    'more than 64 KiB in chunks': [
      `${JSON_TYPE}Transfer-Encoding: chunked\r\n`,
      `11000\r\n${'x'.repeat(0x11000)}\r\n0\r\n\r\n`,
      413,
    ],
  };

  it.each(Object.entries(bodies))('[IN9][IN11] %s', async (_, [headers, body, status = 400]) => {
    expectProblem(await post(headers, body), status, status === 413 ? 'payload_too_large' : 'invalid_payload');
  });

  it.each([
    '😀'.repeat(4000),
    '\u200b',
    '\u202eabc',
    '\uffff',
    '\u0001\u007f',
    'a\u2028b',
    '\\u0000',
    "'; drop table messages; --",
  ])('[DL9] what is allowed comes back as it was sent', async (message) => {
    const { status, body } = await server.rest(ann.token, 'POST', `/api/chat/${chatId}/messages`, { message });
    expect([status, digest(body.message)]).toEqual([201, digest(message)]);
  });
});

const digest = (text: string) => createHash('sha1').update(text, 'utf16le').digest('hex');

describe('origins', () => {
  const own = () => `127.0.0.1:${server.port}`;
  it.each([
    ['null', 403],
    ['https://evil.example', 403],
    ['http://localhost.evil.example', 403],
    ['http://127.0.0.1.evil.example', 403],
    ['http://OWN@evil.example', 403],
    ['http://evil.example#OWN', 403],
    ['http://2130706433', 403],
    ['http://127.1', 403],
    ['http://localhost/path', 403],
    ['http://OWN, https://evil.example', 403],
    ['file://', 403],
    ['http://OWN', 200],
    ['https://OWN', 200],
    ['http://localhost:5173', 200],
  ])('[OR2][OR3][OR5][OR6] %s: %i at every door', async (template, status) => {
    const origin = `Origin: ${template.replace('OWN', own())}\r\n`;
    const headers = `Host: ${own()}\r\nConnection: close\r\n${origin}\r\n`;
    const [http, polling] = await Promise.all(
      ['/health', '/socket.io/?EIO=4&transport=polling'].map((path) => ask(`GET ${path} HTTP/1.1\r\n${headers}`)),
    );
    const socket = await rawConnection(server.port, origin);
    expect([http?.status, polling?.status, socket.isClosed]).toEqual([status, status, status === 403]);
    expect(http?.headers.match(/access-control-allow-origin/i)?.length ?? 0).toBe(status === 403 ? 0 : 1);
    socket.end();
  });

  it.each(['Forwarded: host=evil.example', 'X-Forwarded-Host: evil.example', 'X-Original-Host: evil.example'])(
    '[OR6] %s makes nobody the server’s own page',
    async (header) => {
      const { status } = await ask(
        `GET /health HTTP/1.1\r\n${AS_ANN()}${header}\r\nOrigin: https://evil.example\r\n\r\n`,
      );
      expect(status).toBe(403);
    },
  );
});
