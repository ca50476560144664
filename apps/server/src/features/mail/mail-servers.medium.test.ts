import { describe, expect, it } from 'vitest';
import { HOST, mailWorld } from './testing/mail-world.js';
import type { ReceivedMail } from './testing/mailbox.js';

const world = mailWorld();
const { say, to, mails, mailsOnceDue, get, hops } = world;

describe('a mail server', () => {
  it('[ML8] that knows no such mailbox is not asked again; another address of the user is', async () => {
    world.box.refuse = () => ({ code: 550, message: '5.1.1 User unknown' });
    await say('into the void');
    await expect
      .poll(async () => (await hops()).at(-1), { timeout: 10_000 })
      .toMatchObject({ step: 'gone', detail: { why: 'there is no such mailbox (550)' } });
    const tries = (await hops()).length;
    await say('again');
    world.box.refuse = () => null;
    const kept = await world.server.database.pooled.query('select * from mail_recipients where user_id = $1', [
      world.provider.id,
    ]);
    expect(JSON.stringify(kept)).not.toContain(world.address);
    const fresh = `new-${world.number}@example.com`;
    await world.server.rest(HOST, 'PUT', `/api/admin/users/${world.provider.id}`, {
      email: fresh,
    });
    await say('to the new address');
    await mails(1, fresh);
    expect(to()).toEqual([]);
    expect(tries).toBeGreaterThan(0);
    await world.server.rest(HOST, 'DELETE', `/api/admin/users/${world.provider.id}`);
    expect(
      await world.server.database.pooled.query('select from mail_recipients where user_id = $1', [world.provider.id]),
    ).toEqual([]);
  });

  it('[ML7][ML8] that is busy, or ends the connection after it took a mail, is asked again: the same mail, by its id', async () => {
    let busy = 1;
    world.box.refuse = () => (busy-- > 0 ? { code: 451, message: '4.7.1 Greylisted' } : null);
    let cuts = 1;
    world.box.afterData = () => (cuts-- > 0 ? 'cut' : 'answer');
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
    await world.server.database.pooled.query(
      'insert into mail_recipients (user_id, hour_began, hour_count) values ($1, now(), 6)',
      [world.provider.id],
    );
    await say('one too many');
    await expect
      .poll(async () => (await hops()).at(-1), { timeout: 10_000 })
      .toMatchObject({ step: 'later', detail: { why: '6 mails within an hour' } });
    expect(to()).toEqual([]);
    await world.server.database.pooled.query(
      "update mail_recipients set hour_began = now() - interval '61 minutes' where user_id = $1",
      [world.provider.id],
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
      world.server.database.pooled.query(
        'select refused_why from mail_recipients where user_id = $1 and refused_at is not null',
        [world.provider.id],
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
    await expect
      .poll(async () => (await world.server.database.pooled.query('select from delivery_queue')).length)
      .toBe(0);
    const fresh = `moved-${world.number}@example.com`;
    await world.server.rest(HOST, 'PUT', `/api/admin/users/${world.provider.id}`, { email: fresh });
    // What still comes back from the old address says nothing of the new one.
    expect(await give(returned('5.1.1'))).toBe(204);
    await say('to the new address');
    await mails(1, fresh);
    expect(to()).toHaveLength(1);
  });
});
