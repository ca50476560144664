import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';

let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let chatId: string;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  customer = await server.user('customer');
  provider = await server.user('provider');
  chatId = await server.chat(customer, provider);
});

const COMMANDS = {
  get: ['get_notification_prefs', 'GET', '/api/notifications/preferences'],
  set: ['set_notification_prefs', 'PUT', '/api/notifications/preferences'],
} as const;

describe.each(['socket', 'rest'] as const)('over the door %s', (door) => {
  async function ask(user: TestUser, command: keyof typeof COMMANDS, input: object = {}) {
    const [name, method, path] = COMMANDS[command];
    if (door === 'rest')
      return (await server.rest(user.token, method, path, method === 'GET' ? undefined : input)).body;
    const device = await server.socket(user.token);
    const answer = await device.call(name, input);
    device.close();
    return answer.ok ? answer.prefs : answer.error;
  }

  async function setForChat(user: TestUser, input: object) {
    if (door === 'rest') {
      return (await server.rest(user.token, 'PUT', `/api/chat/${chatId}/notification-preferences`, input)).body;
    }
    const device = await server.socket(user.token);
    const answer = await device.call('set_chat_notification_prefs', { chatId, ...input });
    device.close();
    return answer.ok ? answer.prefs : answer.error;
  }

  const DEFAULTS = {
    muted_until: null,
    push: true,
    mail: true,
    preview: true,
    quiet_hours: null,
    time_zone: 'UTC',
    chats: [],
  };

  it('[NP1] everything is on until I say otherwise; what I do not name stays', async () => {
    expect(await ask(provider, 'get')).toEqual(DEFAULTS);
    const quiet = { quiet_hours: { from: '22:00', to: '07:30' }, time_zone: 'europe/madrid' };
    expect(await ask(provider, 'set', quiet)).toEqual({ ...DEFAULTS, ...quiet, time_zone: 'Europe/Madrid' });
    const until = '2999-01-01T00:00:00.000Z';
    expect(await ask(provider, 'set', { mail: false, muted_until: until })).toEqual({
      ...DEFAULTS,
      ...quiet,
      time_zone: 'Europe/Madrid',
      mail: false,
      muted_until: until,
    });
    expect(await ask(provider, 'set', { quiet_hours: null, muted_until: null, preview: false })).toEqual({
      ...DEFAULTS,
      time_zone: 'Europe/Madrid',
      mail: false,
      preview: false,
    });
    expect(await ask(provider, 'set', {})).toEqual(await ask(provider, 'get'));
    expect(await ask(customer, 'get')).toEqual(DEFAULTS);
  });

  it('[NP2] what is not right is refused by the name of its field, and changes nothing', async () => {
    for (const [input, field] of [
      [{ quiet_hours: { from: '24:00', to: '07:00' } }, 'quiet_hours.from'],
      [{ quiet_hours: { from: '07:00', to: '07:00' } }, 'quiet_hours.to'],
      [{ quiet_hours: { from: '22:00' } }, 'quiet_hours.to'],
      [{ time_zone: 'Mars/Olympus' }, 'time_zone'],
      [{ time_zone: `Europe/Madrid'; drop table users` }, 'time_zone'],
      [{ muted_until: 'tomorrow' }, 'muted_until'],
      [{ push: 'yes' }, 'push'],
      [{ pushes: true }, 'pushes'],
    ] as const) {
      const answer = await ask(provider, 'set', { mail: false, ...input });
      expect(answer).toMatchObject({
        code: 'invalid_payload',
        message: expect.stringContaining(field),
      });
    }
    expect(await ask(provider, 'get')).toEqual(DEFAULTS);
  });

  it('[NP3] one chat may differ, for its members alone', async () => {
    const nothing = { chatId, push: null, mail: null, preview: null, quiet_hours: null };
    expect(await setForChat(provider, { push: false })).toEqual({ ...nothing, push: false });
    const hours = { from: '13:00', to: '15:30' };
    const both = { ...nothing, push: false, preview: false, quiet_hours: hours };
    expect(await setForChat(provider, { preview: false, quiet_hours: hours })).toEqual(both);
    expect((await ask(provider, 'get')).chats).toEqual([both]);
    for (const quiet_hours of [{ from: '7', to: '08:00' }, { from: '07:00', to: '07:00' }, 'always', false]) {
      expect(await setForChat(provider, { mail: false, quiet_hours })).toMatchObject({ code: 'invalid_payload' });
    }
    expect((await ask(provider, 'get')).chats).toEqual([both]);
    expect((await setForChat(provider, { quiet_hours: 'none' })).quiet_hours).toBe('none');
    expect((await setForChat(provider, { mail: false })).quiet_hours).toBe('none');
    expect(await setForChat(provider, { push: null, mail: null, preview: null, quiet_hours: null })).toEqual(nothing);
    expect((await ask(customer, 'get')).chats).toEqual([]);
    expect(await setForChat(await server.user('customer'), { push: false })).toMatchObject({ code: 'not_found' });
  });
});
