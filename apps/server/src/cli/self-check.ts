import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { io, type Socket } from 'socket.io-client';
import type { Config } from '../config/config.js';
import { readConfig } from '../config/read-config.js';
import type { Operator } from './operator.js';

/** The last numbers that a user can have: no host platform counts that far. */
const PEOPLE = { customer: 2_147_483_646, provider: 2_147_483_647 } as const;
const JOB = 'stm-chat self-check';
const TIMEOUT_MS = 5000;

/**
 * Two people of its own write to each other, each at one of the servers: sign in, join, send, hear, read, and find it
 * all at the other server. Their chat is kept and used again; each check leaves two messages in it.
 * @param urls one server, or the two that are to hear each other
 * @returns false when something did not arrive in time; what, was said
 */
export async function selfCheck({ env, say, complain }: Operator, urls: readonly string[]): Promise<boolean> {
  const [first, second = first] = urls.map((url) => url.replace(/\/+$/, ''));
  if (first === undefined || second === undefined) throw new Error('Which server? Name it with --url http://…');
  const config = readConfig(env);
  const open: Socket[] = [];
  const began = performance.now();
  try {
    const customer = await token(config, 'customer');
    const provider = await token(config, 'provider');
    // Whoever is named in a chat has to be known; the first call makes them known.
    for (const [url, bearer] of [
      [first, customer],
      [second, provider],
    ] as const)
      await rest(url, bearer, 'GET', '/api/auth/me');
    const chatId = await openChat(config, first, customer);
    const [here, there] = await Promise.all([connect(first, customer, open), connect(second, provider, open)]);
    for (const socket of [here, there]) await call(socket, 'join_chat', { chatId });
    const sent = await exchange(here, there, chatId, 'customer to provider');
    const answered = await exchange(there, here, chatId, 'provider to customer');
    const read = heard(here, 'messages_read', ({ userId }) => userId === PEOPLE.provider, 'the mark of reading');
    await call(there, 'mark_read', { chatId });
    await read;
    for (const url of [first, second]) await sees(url, customer, chatId, [sent.id, answered.id]);
    say(
      `ok: acknowledged in ${sent.ackMs} ms, heard at the other server in ${sent.heardMs} ms and back in ${answered.heardMs} ms; ` +
        `${Math.round(performance.now() - began)} ms in all.`,
    );
    return true;
  } catch (error) {
    complain(`failed: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  } finally {
    for (const socket of open) socket.disconnect();
  }
}

async function token({ auth }: Config, role: keyof typeof PEOPLE): Promise<string> {
  return new SignJWT({ role, name: 'Self-check' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(String(PEOPLE[role]))
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(auth.jwtSecret));
}

async function rest(url: string, bearer: string, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(url + path, {
    method,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${method} ${url}${path} was answered with ${response.status}: ${text.slice(0, 200)}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** By the host's token where there is one: with CHAT_CREATION=host only that may open chats. */
async function openChat({ auth }: Config, url: string, customer: string): Promise<string> {
  const both = { job_id: JOB, subject: JOB, customer_id: PEOPLE.customer, provider_id: PEOPLE.provider };
  const { customer_id: _, ...own } = both;
  const answer =
    auth.serviceToken === null
      ? await rest(url, customer, 'POST', '/api/chat', own)
      : await rest(url, auth.serviceToken, 'POST', '/api/admin/chats', both);
  return (answer as { id: string }).id;
}

async function connect(url: string, bearer: string, open: Socket[]): Promise<Socket> {
  const socket = io(`${url}/chat`, {
    auth: { token: bearer },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    timeout: TIMEOUT_MS,
  });
  open.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) => reject(new Error(`no connection to ${url}: ${error.message}`)));
  });
  return socket;
}

async function call(socket: Socket, event: string, input: object): Promise<Record<string, unknown>> {
  const answer = (await socket
    .timeout(TIMEOUT_MS)
    .emitWithAck(event, input)
    .catch(() => {
      throw new Error(`${event} was not answered within ${TIMEOUT_MS} ms`);
    })) as Record<string, unknown>;
  if (answer['ok'] !== true) throw new Error(`${event} was refused: ${JSON.stringify(answer['error'])}`);
  return answer;
}

function heard(
  socket: Socket,
  event: string,
  fits: (payload: Record<string, unknown>) => boolean,
  what: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} did not arrive within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
    socket.on(event, (payload: Record<string, unknown>) => {
      if (!fits(payload)) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

async function exchange(from: Socket, to: Socket, chatId: string, what: string) {
  const clientId = randomUUID();
  const began = performance.now();
  const since = () => Math.round((performance.now() - began) * 10) / 10;
  const arrives = heard(to, 'new_message', ({ client_id }) => client_id === clientId, `the message from ${what}`).then(
    since,
  );
  arrives.catch(() => undefined);
  const answer = await call(from, 'send_message', { chatId, message: `Self-check ${clientId}`, client_id: clientId });
  const ackMs = since();
  return { id: (answer['message'] as { id: string }).id, ackMs, heardMs: await arrives };
}

async function sees(url: string, bearer: string, chatId: string, ids: readonly string[]): Promise<void> {
  const page = (await rest(url, bearer, 'GET', `/api/chat/${chatId}/messages?limit=20`)) as {
    messages: readonly { readonly id: string }[];
  };
  const there = new Set(page.messages.map(({ id }) => id));
  if (!ids.every((id) => there.has(id))) throw new Error(`${url} does not have what was acknowledged`);
}
