import { until } from '../cluster/processes.js';
import { insidesIn } from '../invariants/oracle.js';
import { Findings } from './contract-attacks.js';
import { type AttackResult, MISSING, type Place, type Scene, SERVICE_TOKEN } from './scene.js';

const LIMIT_MS = 10_000;
const TEXT = 'A plain note.\n';

export interface FileAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One request about a file, with tus' own header. */
export async function askFiles(
  url: string,
  token: string | null,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
): Promise<FileAnswer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      'tus-resumable': '1.0.0',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

export const metadataOf = (chatId: string, name = 'note.txt', type = 'text/plain'): string =>
  `chatId ${base64(chatId)},filename ${base64(name)},filetype ${base64(type)}`;

/** Announces and sends a file. @returns its id @throws when that is refused */
export async function upload(
  url: string,
  token: string,
  chatId: string,
  name = 'note.txt',
  text = TEXT,
): Promise<string> {
  const announced = await askFiles(url, token, 'POST', '/api/uploads', {
    'upload-length': String(Buffer.byteLength(text)),
    'upload-metadata': metadataOf(chatId, name),
  });
  const id = announced.headers.get('location')?.split('/').at(-1);
  if (announced.status !== 201 || id === undefined) throw new Error(`an upload was refused: ${announced.text}`);
  const sent = await patch(url, token, id, text);
  if (sent.status !== 204) throw new Error(`an upload was not taken: ${sent.text}`);
  return id;
}

/** The same, once it has been looked at and is part of a chat. */
async function readyUpload(...asked: Parameters<typeof upload>): Promise<string> {
  const id = await upload(...asked);
  const [url, token] = asked;
  await until(async () => {
    const { text } = await askFiles(url, token, 'GET', `/api/uploads/${id}`);
    return (JSON.parse(text) as { state?: string }).state === 'ready';
  }, 'an upload does not become ready');
  return id;
}

function patch(url: string, token: string, id: string, text: string, headers: Readonly<Record<string, string>> = {}) {
  const type = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
  return askFiles(url, token, 'PATCH', `/api/uploads/${id}`, { ...type, ...headers }, text);
}

/** Everything about files that no client does: announcing, sending, stealing, cancelling, loading. */
export async function attackUploads(scene: Scene, place: Place): Promise<AttackResult> {
  const findings = new Findings();
  const { url } = scene;
  const { customer, provider, chatId } = place;
  const stranger = await scene.visitor('customer');
  const note = (what: string, { status, text }: FileAnswer, ...statuses: readonly number[]): void => {
    findings.attempts += 1;
    if (status >= 400) findings.leaks.push(...insidesIn(text));
    if (!statuses.includes(status))
      findings.unexpected.push(`${what}: status ${status} instead of ${statuses.join(' or ')}: ${text.slice(0, 200)}`);
  };
  const announce = (token: string | null, headers: Readonly<Record<string, string>>) =>
    askFiles(url, token, 'POST', '/api/uploads', {
      'upload-length': '14',
      'upload-metadata': metadataOf(chatId),
      ...headers,
    });

  note('announced by nobody', await announce(null, {}), 401);
  note('announced by the host platform', await announce(SERVICE_TOKEN, {}), 403);
  const foreign = await announce(stranger.token, {});
  const none = await announce(stranger.token, { 'upload-metadata': metadataOf(MISSING) });
  note('announced to a chat of others', foreign, 404);
  if (foreign.text.replaceAll(chatId, MISSING) !== none.text)
    findings.unexpected.push(`others' chat and none are told apart: ${foreign.text} / ${none.text}`);
  for (const length of ['-1', '1e3', 'NaN', '', '0x10', '14, 15', '99999999999999999999'])
    note(`a length of ${JSON.stringify(length)}`, await announce(customer.token, { 'upload-length': length }), 400);
  note('a length beyond all limits', await announce(customer.token, { 'upload-length': '999999999999999' }), 413);
  note(
    'a length that comes later',
    await announce(customer.token, { 'upload-defer-length': '1', 'upload-length': '' }),
    400,
  );
  for (const metadata of [
    '',
    'chatId',
    'chatId !!!',
    `chatId ${base64('../../etc')}`,
    `${metadataOf(chatId)},chatId ${base64(MISSING)}`,
    'a'.repeat(9000),
  ])
    note(
      `metadata ${JSON.stringify(metadata.slice(0, 30))}`,
      await announce(customer.token, { 'upload-metadata': metadata }),
      400,
      404,
    );
  note('parts to be joined', await announce(customer.token, { 'upload-concat': 'partial' }), 201, 400, 501);

  for (const name of [
    '../../../etc/passwd',
    '..\\..\\boot.ini',
    'a\0b.txt',
    'x"\r\nSet-Cookie: a=b.txt',
    '\u202egnp.exe',
    '.'.repeat(400),
    'CON',
    '<img src=x onerror=alert(1)>.txt',
  ]) {
    const answer = await announce(customer.token, { 'upload-metadata': metadataOf(chatId, name) });
    note(`a file named ${JSON.stringify(name.slice(0, 20))}`, answer, 201, 400);
    const id = answer.headers.get('location')?.split('/').at(-1);
    if (answer.status !== 201 || id === undefined) continue;
    await patch(url, customer.token, id, TEXT);
    const served = await askFiles(url, customer.token, 'GET', `/api/attachments/${id}`);
    const disposition = served.headers.get('content-disposition') ?? '';
    if (/[\\/\0\r\n\u202e<>]/.test(disposition) || served.headers.has('set-cookie'))
      findings.unexpected.push(`the name ${JSON.stringify(name)} is served as ${JSON.stringify(disposition)}`);
  }

  const mine = (await announce(customer.token, {})).headers.get('location')?.split('/').at(-1) ?? '';
  for (const [who, { token }] of [
    ['a stranger', stranger],
    ['the other party', provider],
  ] as const) {
    note(`${who} looks at it`, await askFiles(url, token, 'HEAD', `/api/uploads/${mine}`), 404);
    note(`${who} goes on with it`, await patch(url, token, mine, TEXT), 404);
    note(`${who} cancels it`, await askFiles(url, token, 'DELETE', `/api/uploads/${mine}`), 404);
    note(
      `${who} cancels it in disguise`,
      await patch(url, token, mine, TEXT, { 'x-http-method-override': 'DELETE' }),
      404,
    );
    note(`${who} loads it before it is sent`, await askFiles(url, token, 'GET', `/api/attachments/${mine}`), 404);
  }
  note('from the wrong place', await patch(url, customer.token, mine, TEXT, { 'upload-offset': '7' }), 409);
  note(
    'from a place before the beginning',
    await patch(url, customer.token, mine, TEXT, { 'upload-offset': '-1' }),
    400,
    403,
    409,
  );
  note(
    'as something else',
    await patch(url, customer.token, mine, TEXT, { 'content-type': 'application/json' }),
    400,
    403,
    415,
  );
  note('of another version', await patch(url, customer.token, mine, TEXT, { 'tus-resumable': '9.9.9' }), 400, 412);
  note('more than was announced', await patch(url, customer.token, mine, TEXT.repeat(9)), 400, 403, 413);
  note(
    'a method in disguise',
    await patch(url, customer.token, mine, '', { 'x-http-method-override': 'CONNECT' }),
    204,
    400,
    404,
    405,
  );

  const page = await readyUpload(
    url,
    customer.token,
    chatId,
    'page.html',
    '<!doctype html><script>alert(document.domain)</script>',
  );
  const served = await askFiles(url, customer.token, 'GET', `/api/attachments/${page}`);
  note('a page as a file', served, 200);
  const [type, csp] = [served.headers.get('content-type') ?? '', served.headers.get('content-security-policy') ?? ''];
  const saved = (served.headers.get('content-disposition') ?? '').startsWith('attachment');
  if (
    !saved ||
    type.includes('html') ||
    !csp.includes('sandbox') ||
    served.headers.get('x-content-type-options') !== 'nosniff'
  )
    findings.unexpected.push(`a page is served as ${type}, ${csp}, saved: ${saved}`);
  for (const [who, token, status] of [
    ['nobody', null, 401],
    ['a stranger', stranger.token, 404],
    ['an admin', scene.admin.token, 404],
    ['the host', SERVICE_TOKEN, 403],
  ] as const)
    note(`loaded by ${who}`, await askFiles(url, token, 'GET', `/api/attachments/${page}`), status);
  note(
    'with a signature that is made up',
    await askFiles(
      url,
      null,
      'GET',
      `/api/attachments/${page}?user=${customer.id}&expires=4102444800&signature=${'A'.repeat(43)}`,
    ),
    401,
  );
  for (const range of [
    'bytes=-',
    'bytes=9999999-',
    'bytes=5-1',
    `bytes=${'0-1,'.repeat(500)}0-1`,
    'bytes=0x0-',
    'lines=1-2',
  ])
    note(
      `the range ${range.slice(0, 20)}`,
      await askFiles(url, customer.token, 'GET', `/api/attachments/${page}`, { range }),
      200,
      206,
      416,
    );

  note('my data without a token', await askFiles(url, null, 'GET', '/api/me/export'), 401);
  note('the host’s data', await askFiles(url, SERVICE_TOKEN, 'GET', '/api/me/export'), 403);
  const theirs = await askFiles(
    url,
    stranger.token,
    'GET',
    `/api/me/export?userId=${customer.id}&user_id=${customer.id}`,
    { 'x-user-id': String(customer.id) },
  );
  note('the data of somebody else', theirs, 200, 400);
  if (theirs.text.includes(chatId) || theirs.text.includes('"first"'))
    findings.unexpected.push('an export holds what others wrote');
  for (let times = 0; times < 12; times += 1)
    note('my data again and again', await askFiles(url, stranger.token, 'GET', '/api/me/export'), 200, 429);
  return findings.result;
}
