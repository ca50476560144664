import type { TestServer, TestUser } from '../../../testing/test-server.js';

type Reachable = Pick<TestServer, 'url' | 'rest'>;

/** A file as a test sends it. */
export interface TestFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
  readonly peaks?: string;
}

const TUS = { 'Tus-Resumable': '1.0.0' };

/** `Upload-Metadata`, as tus 1.0 writes it. */
function metadata(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
}

const bearer = ({ token }: TestUser) => ({ Authorization: `Bearer ${token}` });

/** Asks for an upload; the answer's `Location` is where its bytes go. */
export function create(
  server: Reachable,
  user: TestUser,
  chatId: string,
  { name, type, bytes, peaks }: TestFile,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const meta = metadata({ chatId, filename: name, filetype: type, ...(peaks === undefined ? {} : { peaks }) });
  return fetch(`${server.url}/api/uploads`, {
    method: 'POST',
    headers: { ...TUS, ...bearer(user), 'Upload-Length': String(bytes.length), 'Upload-Metadata': meta, ...headers },
  });
}

export function patch(server: Reachable, user: TestUser, location: string, offset: number, bytes: Buffer) {
  return fetch(new URL(location, server.url), {
    method: 'PATCH',
    headers: {
      ...TUS,
      ...bearer(user),
      'Upload-Offset': String(offset),
      'Content-Type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(bytes),
  });
}

/** How many bytes the server has. */
export async function offsetOf(server: Reachable, user: TestUser, location: string): Promise<number> {
  const answer = await fetch(new URL(location, server.url), { method: 'HEAD', headers: { ...TUS, ...bearer(user) } });
  return Number(answer.headers.get('upload-offset') ?? Number.NaN);
}

export function cancel(server: Reachable, user: TestUser, location: string) {
  return fetch(new URL(location, server.url), { method: 'DELETE', headers: { ...TUS, ...bearer(user) } });
}

/** Sends a whole file. @returns the attachment's id */
export async function upload(server: Reachable, user: TestUser, chatId: string, file: TestFile): Promise<string> {
  const created = await create(server, user, chatId, file);
  const location = created.headers.get('location');
  if (created.status !== 201 || location === null)
    throw new Error(`refused: ${created.status} ${await created.text()}`);
  const patched = await patch(server, user, location, 0, file.bytes);
  if (patched.status !== 204) throw new Error(`not taken: ${patched.status} ${await patched.text()}`);
  return location.split('/').at(-1) ?? '';
}

/** The upload's state once nobody works on it any more; 20 s at most. */
export async function settled(server: Reachable, user: TestUser, id: string) {
  const end = Date.now() + 20_000;
  for (;;) {
    const { body } = await server.rest(user.token, 'GET', `/api/uploads/${id}`);
    if (body.state === 'ready' || body.state === 'refused') return body;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(body)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Sends a file and waits until it can be sent in a message. */
export async function readyUpload(server: Reachable, user: TestUser, chatId: string, file: TestFile): Promise<string> {
  const id = await upload(server, user, chatId, file);
  const { state, reason } = await settled(server, user, id);
  if (state !== 'ready') throw new Error(`${file.name} was refused: ${reason}`);
  return id;
}

/** `GET /api/attachments/:id`, with whatever follows it. */
export function download(
  server: Reachable,
  user: TestUser | null,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const address = path.startsWith('/') ? path : `/api/attachments/${path}`;
  return fetch(server.url + address, { headers: { ...(user === null ? {} : bearer(user)), ...headers } });
}
