import { describe, expect, it } from 'vitest';
import { startTestServer } from '../../testing/test-server.js';
import { ENV, HOST, linkIn, mailWorld } from './testing/mail-world.js';
import type { ReceivedMail } from './testing/mailbox.js';

const world = mailWorld();
const { say, to, mails, get, hops } = world;

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
    expect([opened.status, opened.headers.get('location')]).toEqual([302, `/chats/${world.chatId}?m=${seq}`]);
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
    const held = await startTestServer({ ...ENV, SMTP_URL: world.box.url, MAIL_DELAY: '1h' });
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
    await world.server.database.pooled.query('insert into delivery_prefs (user_id, preview) values ($1, false)', [
      world.provider.id,
    ]);
    await say('a private word');
    const [one] = await mails(1);
    expect(one?.mail.subject).toBe('You have a new message');
    for (const part of [one?.mail.text, one?.mail.html, one?.mail.subject]) {
      expect(part).not.toMatch(/Carla|private|Subject of/);
    }
  });

  it('[ML2] is in the language and on the clock of its reader', async () => {
    await world.server.database.pooled.query("update users set locale = 'ar-EG' where id = $1", [world.provider.id]);
    await say('مرحبا');
    const [one] = await mails(1);
    expect(one?.mail.subject).toContain('كتب إليك Carla');
    expect(one?.mail.html).toContain('<html lang="ar" dir="rtl">');
  });

  it('[ML3][LN2] of a lane goes to who is in it, and to nobody else; an LSM’s reading is recorded', async () => {
    const region = `mail-${world.number}`;
    const lsmAddress = `lsm-${world.number}@example.com`;
    const party = await world.server.user('customer', { region, email: `customer-${world.number}@example.com` });
    const lsm = await world.server.user('lsm', { region, email: lsmAddress });
    const chat = await world.server.chat(party, world.provider);
    const { body: dispute } = await world.server.rest(party.token, 'POST', `/api/chat/${chat}/disputes`, {
      reason: 'Late',
    });
    const { body: joined } = await world.server.rest(lsm.token, 'POST', `/api/disputes/${dispute.id}/join`);
    const lane = joined.lanes.find((one: { lane: string }) => one.lane === 'customer').chatId;
    await say('only for the manager', party, lane);
    await expect
      .poll(() => to(lsmAddress).some(({ mail }) => mail.text?.includes('only for the manager')), { timeout: 10_000 })
      .toBe(true);
    await say('to the other side', lsm, chat);
    await expect
      .poll(() => to().some(({ mail }) => mail.text?.includes('to the other side')), { timeout: 10_000 })
      .toBe(true);
    const others = world.box.received
      .filter((one) => one.to !== lsmAddress)
      .map(({ raw, mail }) => `${raw} ${mail.text}`);
    expect(others.join()).not.toContain('only for the manager');
    expect(others.join()).not.toContain(lane);
    const reads = await world.server.database.pooled.query(
      'select from lsm_reads where chat_id = $1 and user_id = $2',
      [lane, lsm.id],
    );
    expect(reads).toHaveLength(1);
  });
});

it('[ML2] what came of a report is told in the language of its reader', async () => {
  await world.server.database.pooled.query("update users set locale = 'es' where id = $1", [world.provider.id]);
  const { id } = await say('a rude word', world.provider);
  await world.server.rest(world.customer.token, 'POST', `/api/chat/${world.chatId}/messages/${id}/reports`, {
    reason: 'harassment',
  });
  const { body } = await world.server.rest(HOST, 'GET', '/api/admin/reports');
  const report = body.reports.find((one: { message_id?: string }) => one.message_id === id) ?? body.reports[0];
  await world.server.rest(HOST, 'POST', `/api/admin/reports/${report.id}/decide`, { decision: 'warned' });
  const [mail] = (await mails(1)).slice(-1);
  expect(mail?.mail.subject).toBe('Sobre una denuncia');
  expect(mail?.mail.text).toContain('incumple las normas');
});

it('[ML3] a name that would be more than a name stays one: no second header, no second recipient', async () => {
  const mallory = await world.server.user('customer', { name: 'Mallory" <victim@example.com>, "' });
  const chatId = await world.server.chat(mallory, world.provider);
  await world.server.database.pooled.query('update chats set subject = $2 where id = $1', [
    chatId,
    'Pipes\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>',
  ]);
  await say('hello', mallory, chatId);
  const [one] = await mails(1);
  const head = one?.raw.split(/\r\n\r\n/, 1)[0] ?? '';
  expect(head).not.toMatch(/^(?:bcc|x-evil):/im);
  expect(one?.mail.to).toMatchObject({ value: [{ address: world.address }] });
  expect(world.box.received.some((mail) => mail.to === 'victim@example.com')).toBe(false);
  expect(one?.mail.html).not.toContain('<script>');
  expect(one?.mail.subject).toContain('Mallory');
});
