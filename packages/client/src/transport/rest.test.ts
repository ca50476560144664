import { describe, expect, test } from 'vitest';
import { FakeClock, settle } from '../testing/fake-clock.js';
import { ChatError } from '../chat-error.js';
import { callRest, fetchFile, type Fetch, REST_TIMEOUT_MS, withToken } from './rest.js';

/** Answers every request with `answer` and remembers what was asked. */
function server(answer: (url: string, init: RequestInit) => Response | Promise<Response>) {
  const clock = new FakeClock();
  const asked: { url: string; init: RequestInit }[] = [];
  const fetch: Fetch = async (url, init) => {
    asked.push({ url: url, init });
    return answer(url, init);
  };
  return { clock, asked, options: { url: 'https://chat.example', fetch, clock } };
}

describe('a call over REST', () => {
  test('puts the parameters where the route wants them', async () => {
    const { asked, options } = server(() => Response.json({}));
    await callRest(options, 'list_messages', { chatId: 'a/b', before: 5, limit: undefined }, 'token');
    await callRest(options, 'send_message', { chatId: 'c', message: 'hi' }, 'token');
    await callRest(options, 'get_me', {});
    expect(asked.map(({ url }) => url)).toEqual([
      'https://chat.example/api/chat/a%2Fb/messages?before=5',
      'https://chat.example/api/chat/c/messages',
      'https://chat.example/api/auth/me',
    ]);
    expect(asked[1]?.init).toMatchObject({ method: 'POST', body: '{"message":"hi"}' });
    expect(asked.map(({ init }) => new Headers(init.headers).get('authorization'))).toEqual([
      'Bearer token',
      'Bearer token',
      null,
    ]);
  });

  test('answers what the route answers, nothing for 204; what was answered is not given up afterwards', async () => {
    const { clock, asked, options } = server(() => Response.json({ id: 1 }));
    await callRest(options, 'get_me', {});
    await clock.advance(REST_TIMEOUT_MS);
    expect(asked[0]?.init.signal?.aborted).toBe(false);
    await expect(callRest(server(() => Response.json({ id: 1 })).options, 'get_me', {})).resolves.toEqual({ id: 1 });
    const empty = server(() => new Response(null, { status: 204 }));
    await expect(callRest(empty.options, 'logout', {})).resolves.toBeUndefined();
  });

  test('throws the code of the problem, with its message and how long to wait', async () => {
    const problem = { type: 'about:blank', title: 'Too many', detail: 'slow down', code: 'rate_limited' };
    const { options } = server(() => Response.json(problem, { status: 429, headers: { 'retry-after': '3' } }));
    const error = { name: 'ChatError', code: 'rate_limited', message: 'slow down', retryAfterMs: 3000 };
    await expect(callRest(options, 'get_me', {})).rejects.toMatchObject(error);
    const exact = server(() => Response.json({ ...problem, retry_after_ms: 250 }, { status: 429 }));
    await expect(callRest(exact.options, 'get_me', {})).rejects.toMatchObject({ retryAfterMs: 250 });
  });

  test.each([
    [404, 'unavailable'],
    [502, 'unavailable'],
    [401, 'unauthorized'],
    [413, 'payload_too_large'],
    [200, 'unavailable'],
  ])(
    'a page of a proxy with status %i is %s: a stray answer must not fail a message for good',
    async (status, code) => {
      const { options } = server(() => new Response('<html>', { status }));
      await expect(callRest(options, 'get_me', {})).rejects.toMatchObject({ code });
    },
  );

  test('without a network, or without an answer in time, it is unavailable', async () => {
    const down = server(() => Promise.reject(new TypeError('fetch failed')));
    await expect(callRest(down.options, 'get_me', {})).rejects.toMatchObject({ code: 'unavailable' });
    const hanging = server(
      (_, init) =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    );
    const failed = callRest(hanging.options, 'get_me', {}).catch((error: unknown) => error);
    await hanging.clock.advance(REST_TIMEOUT_MS);
    expect(await failed).toMatchObject({ code: 'unavailable' });
  });

  test('a command without a route needs a connection', async () => {
    const { options } = server(() => Response.json({}));
    await expect(callRest(options, 'join_chat', { chatId: 'c' })).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('a file', () => {
  test('is asked for with the token, and comes as it is', async () => {
    const { asked, options } = server(() => new Response('{"a":1}\n'));
    const file = await fetchFile(options, '/api/disputes/d/evidence', 'token');
    expect(await file.text()).toBe('{"a":1}\n');
    expect(asked[0]?.url).toBe('https://chat.example/api/disputes/d/evidence');
    expect(new Headers(asked[0]?.init.headers).get('authorization')).toBe('Bearer token');
  });

  test('that is refused is an error with its code, not a file', async () => {
    const { options } = server(() => Response.json({ code: 'not_found', detail: 'none' }, { status: 404 }));
    await expect(fetchFile(options, '/api/x', 'token')).rejects.toMatchObject({ code: 'not_found' });
    const down = server(() => Promise.reject(new TypeError('fetch failed')));
    await expect(fetchFile(down.options, '/api/x', 'token')).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('a call with a token', () => {
  const refused = () => new ChatError('token_expired', 'expired');

  function source() {
    let number = 0;
    const session = {
      getToken: async ({ forceRefresh }: { forceRefresh: boolean }) => `${forceRefresh ? ++number : number}`,
    };
    return { session, refreshes: () => number };
  }

  test('that was refused is asked again with a fresh one, once', async () => {
    const { session, refreshes } = source();
    const ask = (token: string) => (token === '0' ? Promise.reject(refused()) : Promise.resolve(token));
    await expect(withToken(session, ask)).resolves.toBe('1');
    await expect(withToken(session, () => Promise.reject(refused()))).rejects.toMatchObject({ code: 'token_expired' });
    expect(refreshes()).toBe(2);
  });

  test('of several that were refused with the same token only the first refreshes it', async () => {
    const { session, refreshes } = source();
    const answers: (() => void)[] = [];
    const ask = (token: string) =>
      new Promise<string>((resolve, reject) => {
        if (token === '0') answers.push(() => reject(refused()));
        else resolve(token);
      });
    const calls = [1, 2, 3].map(() => withToken(session, ask));
    await settle();
    for (const answer of answers) {
      answer();
      await settle();
    }
    expect(await Promise.all(calls)).toEqual(['1', '1', '1']);
    expect(refreshes()).toBe(1);
  });
});
