import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { type ReceivedMail, startMailbox, type TestMailbox } from './testing/mailbox.js';

const ORIGIN = 'https://chat.example';
const ENV = {
  PUBLIC_URL: ORIGIN,
  MAIL_FROM: 'Chat <chat@example.com>',
  MAIL_DELAY: '0',
  MAIL_PAUSE: '0',
  MAIL_RATE: '0',
  MAIL_BOUNCES: 'bounces@example.com',
};

let box: TestMailbox;
let server: TestServer;
let customer: TestUser;
let provider: TestUser;
let chatId: string;
let address: string;
let people = 0;
beforeAll(async () => {
  box = await startMailbox();
  server = await startTestServer({
    ...ENV,
    SMTP_URL: box.url,
    SERVICE_TOKEN: 'the-host-of-the-tests-0123456789-abcdef',
  });
});
afterAll(async () => {
  await server.close();
  await box.close();
});
beforeEach(async () => {
  people += 1;
  address = `provider-${people}@example.com`;
  customer = await server.user('customer', { name: 'Carla' });
  provider = await server.user('provider', { name: 'Pablo', email: address });
  chatId = await server.chat(customer, provider);
});
afterEach(() => {
  box.refuse = () => null;
  box.afterData = () => 'answer';
});

const say = async (message: string, from = customer, chat = chatId) =>
  (await server.rest(from.token, 'POST', `/api/chat/${chat}/messages`, { message })).body;
const to = (mail = address) => box.received.filter((one) => one.to === mail);
/** Waits for the mails to an address. */
async function mails(count: number, mail = address): Promise<readonly ReceivedMail[]> {
  await expect.poll(() => to(mail).length, { timeout: 10_000 }).toBe(count);
  return to(mail);
}
/** The same, when a try that was put off has to come first. A job is put off after it was given back: it is made due until it was done. */
async function mailsOnceDue(count: number): Promise<readonly ReceivedMail[]> {
  const got = async () => {
    if (to().length < count) await makeDue();
    return to().length;
  };
  await expect.poll(got, { timeout: 20_000 }).toBe(count);
  return to();
}
const linkIn = ({ mail }: ReceivedMail, path: string): string =>
  new RegExp(`${ORIGIN}(${path}\\?t=[\\w.-]+)`).exec(mail.text ?? '')?.[1] ?? '';
const get = (path: string, init: RequestInit = {}) => fetch(server.url + path, { redirect: 'manual', ...init });
const hops = (user = provider) =>
  server.database.pooled.query<{ step: string; detail: { why?: string }; target: string | null }>(
    "select step, detail, target from delivery_hops where user_id = $1 and channel = 'mail' order by id",
    [user.id],
  );
/** What waits for another try is tried now. A step is told before its job has ended: only then does the job wait. */
async function makeDue(): Promise<void> {
  const { pooled } = server.database;
  await expect
    .poll(() => pooled.query('select from stm_chat_jobs._private_jobs where locked_at is not null'), {
      timeout: 10_000,
    })
    .toEqual([]);
  await pooled.query("update stm_chat_jobs._private_jobs set run_at = now() where run_at < now() + interval '2 hours'");
}

describe('a mail', () => {
  it('[ML1][ML2] tells who is away what stayed unread in a chat, in text and HTML, with what mail programs want to know', async () => {
    const { seq } = await say('The boiler drips & <b>hisses</b>');
    const [one] = await mails(1);
    const { mail, raw } = one as ReceivedMail;
    expect(mail.subject).toMatch(/^Carla wrote to you about Subject of job-/);
    expect(mail.from?.value).toEqual([{ address: 'chat@example.com', name: 'Chat' }]);
    expect(mail.text).toContain('The boiler drips & <b>hisses</b>');
    expect(mail.html).toContain('The boiler drips &amp; &lt;b&gt;hisses&lt;/b&gt;');
    expect(raw).toMatch(/^Auto-Submitted: auto-generated/im);
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/im);
    expect(mail.messageId).toMatch(/^<[0-9a-f-]{36}\.\d+@chat\.example>$/);
    expect(mail.messageId).toContain(`.${seq}@`);
    const opened = await get(linkIn(one as ReceivedMail, '/api/mail/open'));
    expect([opened.status, opened.headers.get('location')]).toEqual([302, `/chats/${chatId}?m=${seq}`]);
    expect(opened.headers.get('set-cookie')).toBeNull();
    expect((await hops()).map(({ step }) => step)).toEqual(expect.arrayContaining(['begun', 'sent']));
  });

  it('[ML2] comes as a digest of what is unread, and threads with the one before it', async () => {
    await say('first of all');
    const [first] = await mails(1);
    for (let n = 0; n < 3; n++) await say(`number ${n}`);
    await expect.poll(() => to().at(-1)?.mail.text, { timeout: 10_000 }).toContain('number 2');
    const last = to().at(-1) as ReceivedMail;
    expect(last.mail.subject).toMatch(/^Carla: 4 new messages about/);
    expect(last.mail.text).toContain('first of all');
    expect(last.mail.references).toEqual(first?.mail.references);
    expect(last.mail.messageId).not.toBe(first?.mail.messageId);
  });

  it('[ML1] does not come of what was read, deleted or lost first', async () => {
    const held = await startTestServer({ ...ENV, SMTP_URL: box.url, MAIL_DELAY: '1h' });
    const [carla, pablo] = [await held.user('customer'), await held.user('provider', { email: 'held@example.com' })];
    const chat = await held.chat(carla, pablo);
    const write = async (message: string) =>
      (await held.rest(carla.token, 'POST', `/api/chat/${chat}/messages`, { message })).body;
    await write('read before it is due');
    const queued = () =>
      held.database.pooled.query<{ step: string }>("select step from delivery_hops where channel = 'mail' order by id");
    await expect.poll(async () => (await queued()).map(({ step }) => step), { timeout: 5000 }).toContain('held');
    await held.rest(pablo.token, 'POST', `/api/chat/${chat}/read`, {});
    await held.database.pooled.query('update stm_chat_jobs._private_jobs set run_at = now()');
    await expect.poll(async () => (await queued()).at(-1)?.step, { timeout: 8000 }).toBe('dropped');
    expect(to('held@example.com')).toEqual([]);
    await held.close();
  });

  it('[ML4] without a preview names nobody and nothing', async () => {
    await server.database.pooled.query('insert into delivery_prefs (user_id, preview) values ($1, false)', [
      provider.id,
    ]);
    await say('a private word');
    const [one] = await mails(1);
    expect(one?.mail.subject).toBe('You have a new message');
    for (const part of [one?.mail.text, one?.mail.html, one?.mail.subject]) {
      expect(part).not.toMatch(/Carla|private|Subject of/);
    }
  });

  it('[ML2] is in the language and on the clock of its reader', async () => {
    await server.database.pooled.query("update users set locale = 'ar-EG' where id = $1", [provider.id]);
    await say('مرحبا');
    const [one] = await mails(1);
    expect(one?.mail.subject).toContain('كتب إليك Carla');
    expect(one?.mail.html).toContain('<html lang="ar" dir="rtl">');
  });

  it('[ML3][LN2] of a lane goes to who is in it, and to nobody else; an LSM’s reading is recorded', async () => {
    const region = `mail-${people}`;
    const lsmAddress = `lsm-${people}@example.com`;
    const party = await server.user('customer', { region, email: `customer-${people}@example.com` });
    const lsm = await server.user('lsm', { region, email: lsmAddress });
    const chat = await server.chat(party, provider);
    const { body: dispute } = await server.rest(party.token, 'POST', `/api/chat/${chat}/disputes`, { reason: 'Late' });
    const { body: joined } = await server.rest(lsm.token, 'POST', `/api/disputes/${dispute.id}/join`);
    const lane = joined.lanes.find((one: { lane: string }) => one.lane === 'customer').chatId;
    await say('only for the manager', party, lane);
    await expect
      .poll(() => to(lsmAddress).some(({ mail }) => mail.text?.includes('only for the manager')), { timeout: 10_000 })
      .toBe(true);
    await say('to the other side', lsm, chat);
    await expect
      .poll(() => to().some(({ mail }) => mail.text?.includes('to the other side')), { timeout: 10_000 })
      .toBe(true);
    const others = box.received.filter((one) => one.to !== lsmAddress).map(({ raw, mail }) => `${raw} ${mail.text}`);
    expect(others.join()).not.toContain('only for the manager');
    expect(others.join()).not.toContain(lane);
    const reads = await server.database.pooled.query('select from lsm_reads where chat_id = $1 and user_id = $2', [
      lane,
      lsm.id,
    ]);
    expect(reads).toHaveLength(1);
  });
});

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
    const after = await server.rest(provider.token, 'GET', `/api/chat/${chatId}`);
    await get(link);
    expect((await server.rest(provider.token, 'GET', `/api/chat/${chatId}`)).body.unread).toBe(after.body.unread);
  });

  it('[ML10] leads to the host platform’s own page where that is set', async () => {
    const { seq } = await say('here');
    const [one] = await mails(1);
    const page = 'https://shop.example/inbox?chat={chatId}&m={seq}';
    const host = await startTestServer({ ...ENV, SMTP_URL: box.url, MAIL_PAGE: page });
    const placeOf = async (path: string) =>
      (await fetch(host.url + path, { redirect: 'manual' })).headers.get('location');
    expect(await placeOf(linkIn(one as ReceivedMail, '/api/mail/open'))).toBe(
      `https://shop.example/inbox?chat=${chatId}&m=${seq}`,
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
    const other = await server.chat(customer, provider);
    await say('not told', customer, chatId);
    await say('told elsewhere', customer, other);
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

describe('a mail server', () => {
  it('[ML8] that knows no such mailbox is not asked again; another address of the user is', async () => {
    box.refuse = () => ({ code: 550, message: '5.1.1 User unknown' });
    await say('into the void');
    await expect
      .poll(async () => (await hops()).at(-1), { timeout: 10_000 })
      .toMatchObject({ step: 'gone', detail: { why: 'there is no such mailbox (550)' } });
    const tries = (await hops()).length;
    await say('again');
    box.refuse = () => null;
    const kept = await server.database.pooled.query('select * from mail_recipients where user_id = $1', [provider.id]);
    expect(JSON.stringify(kept)).not.toContain(address);
    const fresh = `new-${people}@example.com`;
    await server.rest('the-host-of-the-tests-0123456789-abcdef', 'PUT', `/api/admin/users/${provider.id}`, {
      email: fresh,
    });
    await say('to the new address');
    await mails(1, fresh);
    expect(to()).toEqual([]);
    expect(tries).toBeGreaterThan(0);
    await server.rest('the-host-of-the-tests-0123456789-abcdef', 'DELETE', `/api/admin/users/${provider.id}`);
    expect(await server.database.pooled.query('select from mail_recipients where user_id = $1', [provider.id])).toEqual(
      [],
    );
  });

  it('[ML7][ML8] that is busy, or ends the connection after it took a mail, is asked again: the same mail, by its id', async () => {
    let busy = 1;
    box.refuse = () => (busy-- > 0 ? { code: 451, message: '4.7.1 Greylisted' } : null);
    let cuts = 1;
    box.afterData = () => (cuts-- > 0 ? 'cut' : 'answer');
    await say('at last');
    await expect.poll(async () => (await hops()).map(({ step }) => step), { timeout: 10_000 }).toContain('later');
    await mailsOnceDue(1);
    await expect
      .poll(async () => (await hops()).filter(({ step }) => step === 'later').length, { timeout: 10_000 })
      .toBe(2);
    const [first, second] = await mailsOnceDue(2);
    expect(second?.mail.messageId).toBe(first?.mail.messageId);
    await expect.poll(async () => (await hops()).at(-1)?.step, { timeout: 10_000 }).toBe('sent');
  });

  it('[ML7] is given no more than so many mails to one person within an hour', async () => {
    await server.database.pooled.query(
      'insert into mail_recipients (user_id, hour_began, hour_count) values ($1, now(), 6)',
      [provider.id],
    );
    await say('one too many');
    await expect
      .poll(async () => (await hops()).at(-1), { timeout: 10_000 })
      .toMatchObject({ step: 'later', detail: { why: '6 mails within an hour' } });
    expect(to()).toEqual([]);
    await server.database.pooled.query(
      "update mail_recipients set hour_began = now() - interval '61 minutes' where user_id = $1",
      [provider.id],
    );
    await mailsOnceDue(1);
  });

  it('[ML9] that took a mail and returns it later is not asked again, and nobody can say so who did not get the mail', async () => {
    await say('into the void, later');
    const [one] = await mails(1);
    const { from } = one as ReceivedMail;
    expect(from).toMatch(/^bounces\+[0-9a-z]+-[0-9a-f]{12}-[0-9a-f]{20}@example\.com$/);
    const returned = (status: string, action = 'failed') =>
      [
        `To: ${from}`,
        'Content-Type: multipart/report; report-type=delivery-status; boundary=x',
        '',
        '--x',
        'Content-Type: message/delivery-status',
        '',
        `Action: ${action}`,
        `Status: ${status}`,
        '--x--',
        '',
      ].join('\r\n');
    const give = async (mail: string, query = '') =>
      (
        await get(`/api/mail/returned${query}`, {
          method: 'POST',
          headers: { 'content-type': 'message/rfc822' },
          body: mail,
        })
      ).status;
    const refused = () =>
      server.database.pooled.query(
        'select refused_why from mail_recipients where user_id = $1 and refused_at is not null',
        [provider.id],
      );
    const forged = from.replace(/.@/, (end) => `${end.startsWith('0') ? '1' : '0'}@`);
    expect(await give(returned('5.1.1').replace(from, forged))).toBe(404);
    expect(await give('nothing at all')).toBe(404);
    expect(await give(returned('5.1.1'), `?to=${encodeURIComponent(forged)}`)).toBe(404);
    // A full mailbox, a delay, a person on holiday: the address is good.
    for (const mail of [returned('5.2.2'), returned('4.4.1', 'delayed'), `To: ${from}\r\n\r\nI am on holiday`]) {
      expect(await give(mail)).toBe(204);
    }
    expect(await refused()).toEqual([]);
    expect(await give(returned('5.1.1').replace('To:', 'X-To:'), `?to=${encodeURIComponent(from.toUpperCase())}`)).toBe(
      204,
    );
    expect(await refused()).toEqual([{ refused_why: 'it came back (5.1.1)' }]);
    await say('nobody is asked again');
    await expect.poll(async () => (await server.database.pooled.query('select from delivery_queue')).length).toBe(0);
    const fresh = `moved-${people}@example.com`;
    const host = 'the-host-of-the-tests-0123456789-abcdef';
    await server.rest(host, 'PUT', `/api/admin/users/${provider.id}`, { email: fresh });
    // What still comes back from the old address says nothing of the new one.
    expect(await give(returned('5.1.1'))).toBe(204);
    await say('to the new address');
    await mails(1, fresh);
    expect(to()).toHaveLength(1);
  });
});

it('[ML2] what came of a report is told in the language of its reader', async () => {
  await server.database.pooled.query("update users set locale = 'es' where id = $1", [provider.id]);
  const { id } = await say('a rude word', provider);
  await server.rest(customer.token, 'POST', `/api/chat/${chatId}/messages/${id}/reports`, { reason: 'harassment' });
  const host = 'the-host-of-the-tests-0123456789-abcdef';
  const { body } = await server.rest(host, 'GET', '/api/admin/reports');
  const report = body.reports.find((one: { message_id?: string }) => one.message_id === id) ?? body.reports[0];
  await server.rest(host, 'POST', `/api/admin/reports/${report.id}/decide`, { decision: 'warned' });
  const [mail] = (await mails(1)).slice(-1);
  expect(mail?.mail.subject).toBe('Sobre una denuncia');
  expect(mail?.mail.text).toContain('incumple las normas');
});

it('[ML3] a name that would be more than a name stays one: no second header, no second recipient', async () => {
  const mallory = await server.user('customer', { name: 'Mallory" <victim@example.com>, "' });
  chatId = await server.chat(mallory, provider);
  await server.database.pooled.query('update chats set subject = $2 where id = $1', [
    chatId,
    'Pipes\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>',
  ]);
  await say('hello', mallory);
  const [one] = await mails(1);
  const head = one?.raw.split(/\r\n\r\n/, 1)[0] ?? '';
  expect(head).not.toMatch(/^(?:bcc|x-evil):/im);
  expect(one?.mail.to).toMatchObject({ value: [{ address }] });
  expect(box.received.some((mail) => mail.to === 'victim@example.com')).toBe(false);
  expect(one?.mail.html).not.toContain('<script>');
  expect(one?.mail.subject).toContain('Mallory');
});
