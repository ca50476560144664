import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { demoAccount, signIn } from './fixtures/person.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

let server: ServerProcess;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});
test.afterAll(async () => {
  await server.stop();
});

/** What the server keeps, as another device of this person reads it. */
async function kept(role: 'customer' | 'provider', path: string): Promise<unknown> {
  const { email, password } = await demoAccount(server, role);
  const login = await fetch(`${server.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const { token } = (await login.json()) as { token: string };
  return (await fetch(`${server.url}/api/${path}`, { headers: { Authorization: `Bearer ${token}` } })).json();
}

test(
  '[NP3] in a chat’s details I say how I am notified of it, and it stays so',
  { tag: '@full' },
  async ({ browser }) => {
    const customer = await demoAccount(server, 'customer');
    const { page, openChatWith } = await signIn(browser, server, await demoAccount(server, 'provider'), {
      timezoneId: 'Europe/Madrid',
      reducedMotion: 'reduce',
    });
    await openChatWith(customer.name);
    const chatId = /\/chats\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
    const open = async () => {
      const section = page.getByRole('region', { name: 'Notifications of this chat' });
      const details = page.getByRole('button', { name: 'Job and people' });
      await expect(section.or(details).first()).toBeVisible();
      if (!(await section.isVisible())) await details.click();
      await expect(section).toBeVisible();
      return section;
    };
    const away = await open();
    await away.getByLabel('E-mail what stays unread').selectOption({ label: 'Off' });
    await away.getByLabel('Say who wrote and what').selectOption({ label: 'Off' });
    await away.getByLabel('Quiet hours').selectOption({ label: 'Hours of its own' });
    await away.getByLabel('To', { exact: true }).fill('08:15');
    await away.getByLabel('Mute this chat').selectOption({ label: 'For a week' });
    await expect
      .poll(() => kept('provider', 'notifications/preferences'))
      .toMatchObject({
        time_zone: 'Europe/Madrid',
        chats: [{ chatId, push: null, mail: false, preview: false, quiet_hours: { from: '22:00', to: '08:15' } }],
      });
    await expect
      .poll(() => kept('provider', `chat/${chatId}`))
      .toMatchObject({ prefs: { muted_until: expect.any(String) } });
    expect((await new AxeBuilder({ page }).include('.chat-away').analyze()).violations).toEqual([]);

    await page.reload();
    const again = await open();
    await expect(again.getByLabel('To', { exact: true })).toHaveValue('08:15');
    await expect(again.getByLabel('E-mail what stays unread')).toHaveValue('off');
    await expect(again.getByLabel('Notify my devices')).toHaveValue('all');
    await again.getByLabel('Quiet hours').selectOption({ label: 'None' });
    await again.getByLabel('Mute this chat').selectOption({ label: 'Not muted' });
    await expect
      .poll(() => kept('provider', 'notifications/preferences'))
      .toMatchObject({ chats: [{ quiet_hours: 'none' }] });
    await expect.poll(() => kept('provider', `chat/${chatId}`)).toMatchObject({ prefs: { muted_until: null } });
  },
);

test('[ML2] the language that I choose is the one in which I am written to', { tag: '@full' }, async ({ browser }) => {
  const { page } = await signIn(browser, server, await demoAccount(server, 'customer'));
  const { email } = await demoAccount(server, 'customer');
  const locale = async () =>
    ((await server.query(`select locale from users where email = '${email}'`)) as { locale: string | null }[])[0]
      ?.locale;
  await expect.poll(locale).toMatch(/^en/);
  await settings(page);
  await page.getByLabel('Language').selectOption({ label: 'Español' });
  await expect.poll(locale).toBe('es');
});

test(
  '[OP5] work that was given up is tried again or dropped on the page for administrators',
  { tag: '@full' },
  async ({ browser }) => {
    await server.query(
      `select stm_chat_jobs.add_job('nobody_does_this', '{}'::json, run_at => now() + interval '1 hour', max_attempts => 1)
     from generate_series(1, 2)`,
    );
    await server.query(
      `update stm_chat_jobs._private_jobs set attempts = max_attempts, last_error = 'in vain'
     where task_id = (select id from stm_chat_jobs._private_tasks where identifier = 'nobody_does_this')`,
    );
    const admin = await demoAccount(server, 'admin');
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.getByRole('button', { name: new RegExp(`^Sign in as ${admin.name},`) }).click();
    await page.getByRole('link', { name: 'Background work' }).click();
    const lines = page.getByRole('list', { name: 'Failed for good' }).getByRole('listitem');
    await expect(lines).toHaveCount(2);
    await expect(lines.first()).toContainText('in vain');
    await lines.first().getByRole('button', { name: 'Try again' }).click();
    await expect(lines).toHaveCount(1);
    await lines.first().getByRole('button', { name: 'Discard' }).click();
    await expect(page.getByText('Nothing failed for good.')).toBeVisible();
    const left = `select attempts from stm_chat_jobs.jobs where task_identifier = 'nobody_does_this'`;
    expect(await server.query(left)).toEqual([{ attempts: 0 }]);
  },
);

async function settings(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
}
