import { describe, expect, it } from 'vitest';
import { mailbox, smtpServer } from './mail-variables.js';
import { ConfigError, readConfig } from './read-config.js';
import { webhookSecret } from './webhook-variables.js';

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig({ JWT_SECRET: 'only-for-tests-0123456789-abcdefghij', ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
};

describe('SMTP_URL', () => {
  it('is host, port, login and whether TLS comes first; a login waits for TLS', () => {
    expect(smtpServer('smtp://us%40er:p%3Ass@mail.example.com')).toEqual({
      ...{ host: 'mail.example.com', port: 587, secure: false, user: 'us@er', password: 'p:ss', requireTls: true },
    });
    expect(smtpServer('smtps://mail.example.com')).toMatchObject({
      port: 465,
      secure: true,
      user: null,
      requireTls: false,
    });
    expect(smtpServer('smtp://[::1]:2525')).toMatchObject({ host: '::1', port: 2525, requireTls: false });
    expect(smtpServer('smtp://a:b@relay?tls=none')).toMatchObject({ requireTls: false });
    for (const bad of ['mail.example.com', 'http://mail.example.com', 'smtp://', '']) {
      expect(() => smtpServer(bad)).toThrow('is expected');
    }
  });

  it('wants MAIL_FROM, one mailbox, and in production PUBLIC_URL; a fault never repeats the password', () => {
    expect(faultsOf({ SMTP_URL: 'smtp://mail.example.com' })).toEqual([
      expect.stringMatching(/^MAIL_FROM: is required/),
    ]);
    const from = { SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'Chat <chat@example.com>' };
    expect(faultsOf(from)).toEqual([]);
    expect(faultsOf({ ...from, NODE_ENV: 'production' })).toEqual([expect.stringMatching(/^PUBLIC_URL: is required/)]);
    expect(faultsOf({ ...from, SMTP_URL: 'smpt://user:hunter2@host' }).join()).not.toContain('hunter2');
    for (const bad of ['Chat', 'a@b, c@d', 'Chat <a@b>\r\nBcc: x@y', '<>', 'a@b <c@d> e']) {
      expect(() => mailbox(bad)).toThrow('is expected');
    }
    expect(mailbox('chat@example.com')).toBe('chat@example.com');
  });
});

describe('WEBHOOK_SECRET', () => {
  it('is one of Standard Webhooks, and is required with WEBHOOK_URL', () => {
    const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    expect(webhookSecret(secret)).toBe(secret);
    for (const bad of [
      'secret',
      'whsec_',
      'whsec_c2hvcnQ=',
      `whsec_${Buffer.alloc(65).toString('base64')}`,
      'whsec_***',
    ]) {
      expect(() => webhookSecret(bad)).toThrow('whsec_');
    }
    expect(faultsOf({ WEBHOOK_URL: 'https://a.example/' })).toEqual([
      expect.stringMatching(/^WEBHOOK_SECRET: is required/),
    ]);
    expect(faultsOf({ WEBHOOK_URL: 'https://a.example/', WEBHOOK_SECRET: `${secret},${secret}` })).toEqual([]);
  });
});
