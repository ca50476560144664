import { overTcp, rawChat } from '@stm-chat/server/testing/raw-connection';
import { insidesIn } from '../invariants/oracle.js';
import { Findings } from './contract-attacks.js';
import type { AttackResult, Place, Scene } from './scene.js';

const port = ({ node }: Scene): number => node.address?.port ?? 0;

/** Frames of Engine.IO and Socket.IO that no client sends, and whether the connection that sent them may go on. */
const FRAMES: Readonly<Record<string, readonly [frame: string | Buffer, after: 'served' | 'closed' | 'either']>> = {
  'no Engine.IO packet': ['hello', 'closed'],
  'an empty frame': ['', 'closed'],
  'binary out of nowhere': [Buffer.from('42/chat,["x"]'), 'closed'],
  'broken JSON': ['42/chat,[', 'closed'],
  'JSON that is no list': ['42/chat,{"a":1}', 'closed'],
  'an event whose name is an object': ['42/chat,[{"a":1}]', 'closed'],
  'a reserved event': ['42/chat,["disconnect"]', 'closed'],
  'an event of another namespace': ['42/admin,["x"]', 'closed'],
  'a second CONNECT': ['40/chat,{"token":"x"}', 'closed'],
  'an answer to nothing': ['43/chat,7["x"]', 'served'],
  'a huge acknowledgement id': [`42/chat,${'9'.repeat(400)}["nope",{}]`, 'served'],
  'a thousand million attachments': ['451000000000-/chat,["x"]', 'closed'],
  'an attachment in the place of a prototype': ['451-/chat,["x",{"_placeholder":true,"num":"__proto__"}]', 'served'],
  'a binary event that never ends': ['452-/chat,["send_message",{"_placeholder":true,"num":0}]', 'either'],
  'twenty thousand brackets': [`42/chat,["nope",${'['.repeat(20_000)}${']'.repeat(20_000)}]`, 'served'],
  'twenty thousand arguments': [`42/chat,["typing",${'1,'.repeat(20_000)}1]`, 'served'],
  'a byte more than 64 KiB': [`42/chat,["nope","${'x'.repeat(65_537 - 19)}"]`, 'closed'],
};

export async function attackWithFrames(scene: Scene, { customer, chatId }: Place): Promise<AttackResult> {
  const findings = new Findings();
  for (const [name, [frame, after]] of Object.entries(FRAMES)) {
    const raw = await rawChat(port(scene), customer.token);
    raw.send(frame, `42/chat,77${JSON.stringify(['typing', { chatId, isTyping: false }])}`);
    const how = after === 'either' ? 'either' : (await raw.hears('43/chat,77[{"ok":true}]')) ? 'served' : 'closed';
    findings.attempts += 1;
    if (how !== after) findings.unexpected.push(`${name}: the connection is ${how} instead of ${after}`);
    findings.leaks.push(...raw.packets.flatMap((packet) => (packet.includes('"ok":false') ? insidesIn(packet) : [])));
    raw.end();
  }
  return findings.result;
}

/** Requests that are hardly HTTP, or lead elsewhere, and their status; 0: closed without an answer. */
function requests(
  token: string,
  chatId: string,
): Readonly<Record<string, readonly [request: string | Buffer, status: readonly number[]]>> {
  const head = `Host: localhost\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n`;
  const type = 'Content-Type: application/json\r\n';
  const smuggled = `GET /api/auth/me HTTP/1.1\r\n${head}\r\n`;
  const get = (path: string) => `GET ${path} HTTP/1.1\r\n${head}\r\n`;
  const post = (headers: string, body: string) => `POST /api/chat HTTP/1.1\r\n${head}${type}${headers}\r\n${body}`;
  return {
    'no HTTP': ['hello\r\n\r\n', [400]],
    'a TLS greeting': [Buffer.from([22, 3, 1, 0, 5, 1, 0, 0, 1, 0]), [400]],
    'two lengths': [post('Content-Length: 2\r\nContent-Length: 50\r\n', `{}${smuggled}`), [400]],
    'a length and chunks': [post('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${smuggled}`), [400]],
    'a disguised transfer': [post('Transfer-Encoding: xchunked\r\n', smuggled), [400]],
    'a chunk of a wrong length': [post('Transfer-Encoding: chunked\r\n', `zz\r\n{}\r\n0\r\n\r\n`), [400]],
    'NUL in a header': [`GET /health HTTP/1.1\r\n${head}X: a\0b\r\n\r\n`, [400]],
    'a header in two lines': [`GET /health HTTP/1.1\r\n${head}X: a\r\n b\r\n\r\n`, [400]],
    '20 KB of headers': [`GET /health HTTP/1.1\r\n${head}X: ${'a'.repeat(20_000)}\r\n\r\n`, [413]],
    'a plain way up': [get('/../../etc/passwd'), [404]],
    'a way up in disguise': [get('/assets/..%2f..%2f..%2fpackage.json'), [404]],
    'a way up in the other slash': [get('/assets/..%5c..%5cpackage.json'), [404]],
    'a way up twice in disguise': [get('/assets/%252e%252e%252f%252e%252e%252fpackage.json'), [404]],
    'NUL in the name of a file': [get('/index.html%00.js'), [404]],
    'hidden files': [get('/.env'), [404]],
    'a whole address': [get('http://169.254.169.254/latest/meta-data/'), [404]],
    'an id that is a way up': [get('/api/chat/..%2f..%2fadmin'), [400]],
    'a parameter of the path again': [get(`/api/chat/${chatId}/messages?chatId=${chatId}`), [400]],
    'an attachment that is a way up': [get('/api/attachments/..%2f..%2f..%2fetc%2fpasswd'), [400, 404]],
    'an upload that is a way up': [get('/api/uploads/..%2f..%2f..%2fetc%2fpasswd'), [400, 404, 405]],
    'a foreign origin': [
      `GET /api/chat HTTP/1.1\r\nHost: chat.example\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n`,
      [403],
    ],
    'no origin at all, as a sandboxed page says it': [
      `GET /api/chat HTTP/1.1\r\nHost: chat.example\r\nOrigin: null\r\nConnection: close\r\n\r\n`,
      [403],
    ],
    'a token in the address': [
      get(`/socket.io/?EIO=4&transport=polling&token=${token}`).replace(/Authorization.*\r\n/, ''),
      [200, 400, 401, 403],
    ],
  };
}

export async function attackWithRequests(scene: Scene, { customer, chatId }: Place): Promise<AttackResult> {
  const findings = new Findings();
  for (const [name, [request, statuses]] of Object.entries(requests(customer.token, chatId))) {
    const answer = await overTcp(port(scene), request);
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
    findings.attempts += 1;
    if (!statuses.includes(status))
      findings.unexpected.push(`${name}: status ${status} instead of ${statuses.join(' or ')}`);
    if (/root:x:0|"dependencies"|JWT_SECRET/.test(answer)) findings.unexpected.push(`${name}: a file came out`);
    if (status >= 400) findings.leaks.push(...insidesIn(answer.slice(answer.indexOf('\r\n\r\n'))));
    // A second answer on one connection: a request was smuggled.
    if (answer.split('HTTP/1.1 ').length > 2) findings.unexpected.push(`${name}: two answers to one request`);
  }
  return findings.result;
}
