import { describe, expect, it } from 'vitest';
import { startTestServer } from '../../testing/test-server.js';
import { ENV, linkIn, mailWorld, ORIGIN } from './testing/mail-world.js';
import type { ReceivedMail } from './testing/mailbox.js';

const world = mailWorld();
const { say, to, mails, get, hops } = world;

describe('a link', () => {
  it('[ML5] that was changed leads to the first page, and signs nobody in', async () => {
    await say('look');
    const [one] = await mails(1);
    const link = linkIn(one as ReceivedMail, '/api/mail/open');
    for (const path of [
      `${link}x`,
      '/api/mail/open',
      '/api/mail/open?t=//evil.example',
      `/api/mail/open?t=${Buffer.from('o\nzzzzzz\n//evil.example').toString('base64url')}.AAAA`,
    ]) {
      const answer = await get(path);
      expect([answer.status, answer.headers.get('location')]).toEqual([302, '/']);
    }
    const after = await world.server.rest(world.provider.token, 'GET', `/api/chat/${world.chatId}`);
    await get(link);
    expect((await world.server.rest(world.provider.token, 'GET', `/api/chat/${world.chatId}`)).body.unread).toBe(
      after.body.unread,
    );
  });

  it('[ML10] leads to the host platform’s own page where that is set', async () => {
    const { seq } = await say('here');
    const [one] = await mails(1);
    const page = 'https://shop.example/inbox?chat={chatId}&m={seq}';
    const host = await startTestServer({ ...ENV, SMTP_URL: world.box.url, MAIL_PAGE: page });
    const placeOf = async (path: string) =>
      (await fetch(host.url + path, { redirect: 'manual' })).headers.get('location');
    expect(await placeOf(linkIn(one as ReceivedMail, '/api/mail/open'))).toBe(
      `https://shop.example/inbox?chat=${world.chatId}&m=${seq}`,
    );
    expect(await placeOf('/api/mail/open?t=forged')).toBe('https://shop.example/inbox?chat=&m=');
    await host.close();
  });

  it('[ML6] that stops mails does it by one POST, as mail programs send it, and not by being opened', async () => {
    await say('one');
    const [one] = await mails(1);
    const list = one?.mail.headers.get('list') as unknown as { unsubscribe: { url: string } };
    const path = list.unsubscribe.url.slice(ORIGIN.length);
    const page = await get(path, { headers: { 'accept-language': 'es' } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('¿Dejar de recibir todos los correos');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    await say('two, after it was only opened');
    await mails(2);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const done = await get(path, { method: 'POST', headers: form, body: 'List-Unsubscribe=One-Click' });
    expect([done.status, (await done.text()).includes('You get no more mails about unread messages.')]).toEqual([
      200,
      true,
    ]);
    await say('three, told to nobody');
    await expect
      .poll(async () => (await hops()).at(-1), { timeout: 8000 })
      .toMatchObject({ step: 'dropped', detail: { why: 'channel_off' } });
    expect(to()).toHaveLength(2);
    await get(path, { method: 'POST', headers: { ...form, origin: ORIGIN }, body: 'mails=on' });
    await say('four');
    await expect.poll(() => to().at(-1)?.mail.text, { timeout: 10_000 }).toContain('four');
    const foreign = await get(path, { method: 'POST', headers: { ...form, origin: 'https://evil.example' }, body: '' });
    expect(foreign.status).toBe(403);
    const bad = await get(`${path}x`, { method: 'POST', headers: form, body: '' });
    expect([bad.status, await bad.text()]).toEqual([400, expect.stringContaining('not one of ours')]);
  });

  it('[ML6] of one conversation leaves the others', async () => {
    await say('here');
    const [one] = await mails(1);
    const links = [
      ...(one?.mail.text ?? '').matchAll(new RegExp(`${ORIGIN}(/api/mail/unsubscribe\\?t=[\\w.-]+)`, 'g')),
    ];
    expect(links).toHaveLength(2);
    await get(links[0]?.[1] ?? '', { method: 'POST' });
    const other = await world.server.chat(world.customer, world.provider);
    await say('not told', world.customer, world.chatId);
    await say('told elsewhere', world.customer, other);
    await expect.poll(() => to().at(-1)?.mail.text, { timeout: 10_000 }).toContain('told elsewhere');
    await expect
      .poll(async () => (await hops()).map(({ detail }) => detail.why), { timeout: 8000 })
      .toContain('channel_off_in_chat');
    expect(
      to()
        .map(({ mail }) => mail.text)
        .join(),
    ).not.toContain('not told');
  });
});
