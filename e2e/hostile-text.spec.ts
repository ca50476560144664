import { expect, type Page, test } from '@playwright/test';
import { demoAccount, type Person, signIn } from './fixtures/person.js';
import { type ServerProcess, startServer } from './fixtures/server.js';

let server: ServerProcess;

test.beforeAll(async () => {
  server = await startServer({ LIMIT_SEND: '0', LIMIT_EVENTS: '0' });
});
test.afterAll(() => server.stop());

/** What pages have run when they took a text for markup, an address, a template or a style. Nothing may come of any. */
const HOSTILE = [
  '<script>window.hacked=1</script>',
  '<img src=x onerror=window.hacked=1>',
  '<img src="/favicon.svg" onload="window.hacked=1">',
  '<svg onload=window.hacked=1>',
  '<svg><script>window.hacked=1</script></svg>',
  '<svg><a xlink:href="javascript:window.hacked=1"><text>x</text></a></svg>',
  '<svg><animate onbegin=window.hacked=1 attributeName=x dur=1s>',
  '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe>',
  '<iframe src="javascript:parent.hacked=1"></iframe>',
  '<object data="javascript:window.hacked=1"></object>',
  '<embed src="javascript:window.hacked=1">',
  '<body onload=window.hacked=1>',
  '<input autofocus onfocus=window.hacked=1>',
  '<details open ontoggle=window.hacked=1><summary>x</summary></details>',
  '<video><source onerror=window.hacked=1></video>',
  '<audio src=x onerror=window.hacked=1>',
  '<marquee onstart=window.hacked=1>x</marquee>',
  '<style>*{display:none}</style>',
  '<style>@import "//evil.example/x.css"</style>',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<meta http-equiv=refresh content="0;url=//evil.example">',
  '<base href="//evil.example/">',
  '<form action="//evil.example"><button>Sign in again</button></form>',
  '<a href="javascript:window.hacked=1">x</a>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=window.hacked=1>',
  '<noscript><p title="</noscript><img src=x onerror=window.hacked=1>">',
  '<template><script>window.hacked=1</script></template>',
  '<xmp><script>window.hacked=1</script></xmp>',
  '<!--><script>window.hacked=1</script>-->',
  '<![CDATA[<script>window.hacked=1</script>]]>',
  '</textarea><script>window.hacked=1</script>',
  '</title><script>window.hacked=1</script>',
  '</script><script>window.hacked=1</script>',
  '"><script>window.hacked=1</script>',
  "'-window.hacked=1-'",
  '`${window.hacked=1}`',
  '{{constructor.constructor("window.hacked=1")()}}',
  '{{name}} {{count}} %s %d $1 $& {0}',
  '<%= window.hacked=1 %>',
  '#{window.hacked=1}',
  '&lt;script&gt;window.hacked=1&lt;/script&gt;',
  '&#60;script&#62;window.hacked=1&#60;/script&#62;',
  '\\u003cscript\\u003ewindow.hacked=1\\u003c/script\\u003e',
  '+ADw-script+AD4-window.hacked=1+ADw-/script+AD4-',
  '<sCrIpT>window.hacked=1</ScRiPt>',
  '<scr<script>ipt>window.hacked=1</scr</script>ipt>',
  '<img src=x onerror\u000b=window.hacked=1>',
  '<div style="position:fixed;inset:0;background:red">x</div>',
  '<div class="stm-official" role="alert" aria-live="assertive">Local service manager</div>',
  'javascript:window.hacked=1',
  'JaVaScRiPt:window.hacked=1',
  'java\u0000script:window.hacked=1'.replace('\u0000', '\t'),
  'data:text/html,<script>window.hacked=1</script>',
  'data:text/html;base64,PHNjcmlwdD53aW5kb3cuaGFja2VkPTE8L3NjcmlwdD4=',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://evil.example/1',
  '[click](javascript:window.hacked=1)',
  '![x](x"onerror="window.hacked=1)',
  'https://example.com/"onmouseover="window.hacked=1',
  'https://example.com/<script>window.hacked=1</script>',
  'https://bank.example@evil.example/',
  'https://exam\u202eple.com/moc.live',
  'http://javascript:window.hacked=1@x.example/',
  'mailto:a@b.example?body=<script>window.hacked=1</script>',
  'tel:+1;phone-context=javascript:window.hacked=1',
  '__proto__',
  'constructor',
  'toString',
];

interface Written {
  readonly token: string;
  readonly chatId: string;
}

/** A chat and the right to write to it without a browser. */
async function writer(person: Person, email: string, password: string): Promise<Written> {
  const answer = await person.page.request.post(`${server.url}/api/auth/login`, { data: { email, password } });
  const { token } = (await answer.json()) as { token: string };
  return { token, chatId: new URL(person.page.url()).pathname.split('/').at(-1) ?? '' };
}

async function write(page: Page, { token, chatId }: Written, message: string): Promise<void> {
  const answer = await page.request.post(`${server.url}/api/chat/${chatId}/messages`, {
    headers: { Authorization: `Bearer ${token}` },
    data: { message },
  });
  expect(answer.status(), message).toBe(201);
}

test('hostile texts are shown to the letter and do nothing else, under a policy without exceptions', async ({
  browser,
}) => {
  const account = await demoAccount(server, 'provider');
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'));
  const page = customer.page;
  const faults: string[] = [];
  page.on('console', (entry) => entry.type() === 'error' && faults.push(entry.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!/^(https?:\/\/localhost|wss?:\/\/localhost|blob:|data:)/.test(request.url())) faults.push(request.url());
  });
  await customer.openChatWith(account.name);
  const header = (await page.request.get(page.url())).headers()['content-security-policy'] ?? '';
  expect(header).toContain("default-src 'self'");
  expect(header).not.toMatch(/unsafe-(inline|eval|hashes)|\*(?!\.)|strict-dynamic/);

  const address = page.url();
  const chat = await writer(customer, account.email, account.password);
  for (const text of HOSTILE) await write(page, chat, text);
  await expect(customer.bubbles(HOSTILE.at(-1) ?? '')).toHaveCount(1);
  const seen = new Set<string>();
  // Read through all of them: the ones out of sight are not on the page.
  for (let round = 0; round < 12 && seen.size < HOSTILE.length; round++) {
    for (const text of await customer.log.locator('.stm-bubble__text').allTextContents()) seen.add(text);
    await page.evaluate(() => document.querySelector('[role=log]')?.scrollBy(0, -900));
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
  expect(HOSTILE.filter((text) => !seen.has(text))).toEqual([]);

  // Nothing in a message is an element but safe links; nothing has run, was asked for, or went elsewhere.
  const made = await page.evaluate(() => ({
    hacked: 'hacked' in window,
    elements: [...document.querySelectorAll('.stm-bubble__text *, .stm-preview__text *')].map((each) => each.tagName),
    links: [...document.querySelectorAll<HTMLAnchorElement>('.stm-bubble__text a')].map((link) => link.protocol),
    styled: document.querySelectorAll('[role=log] [onload], [role=log] [onerror], style').length,
  }));
  expect(made).toMatchObject({ hacked: false, styled: 0 });
  expect(new Set(made.elements)).toEqual(new Set(['A']));
  expect(made.links.filter((protocol) => !['https:', 'http:', 'mailto:'].includes(protocol))).toEqual([]);
  expect(page.url()).toBe(address);
  expect(faults).toEqual([]);

  // The same in a quote, in the field, in the question before deleting, in the list and in what is announced.
  const own = customer.log.getByRole('article').last();
  await own.locator('[data-roving]').focus();
  await page.keyboard.press('r');
  await customer.write('<b>quoted</b>');
  await expect(customer.bubbles('<b>quoted</b>')).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  await customer.log.getByRole('article').last().locator('[data-roving]').focus();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('alertdialog').or(page.getByRole('dialog'))).toContainText('<b>quoted</b>');
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => document.querySelector('[role=log] b, [role=alertdialog] b') === null)).toBe(true);
  expect(faults).toEqual([]);
});

test('letters that turn round, pile up or never break stay inside their bubble', async ({ browser }) => {
  const account = await demoAccount(server, 'provider');
  const customer = await signIn(browser, server, await demoAccount(server, 'customer'), {
    viewport: { width: 390, height: 844 },
  });
  const page = customer.page;
  await customer.openChatWith(account.name);
  const chat = await writer(customer, account.email, account.password);
  const zalgo = `Z${'\u0300\u0301\u0302\u0303\u0315\u031b\u0321\u0322\u0334\u035c\u0360\u0489'.repeat(20)}algo`;
  const wide = `${'\ufdfd'.repeat(40)}`;
  const texts = [
    'plain before',
    '\u202eevil \u202donce more \u2067and on',
    zalgo,
    'a'.repeat(3000),
    wide,
    `${'https://example.com/'}${'x'.repeat(300)}`,
    '\u200b\u200c\u200d\u2060 hidden \ufeff',
    'سلام، کل دس بجے؟ Invoice 42 (paid)',
    'plain after',
  ];
  for (const text of texts) await write(page, chat, text);
  await expect(customer.bubbles('plain after')).toBeVisible();
  const boxes = await page.evaluate(() => {
    const log = document.querySelector('[role=log]');
    const width = log?.clientWidth ?? 0;
    return {
      sideways: (log?.scrollWidth ?? 0) > width || document.documentElement.scrollWidth > window.innerWidth,
      outside: [...document.querySelectorAll('.stm-bubble')].filter((bubble) => {
        const { left, right } = bubble.getBoundingClientRect();
        return left < 0 || right > width;
      }).length,
    };
  });
  expect(boxes).toEqual({ sideways: false, outside: 0 });
  // Marks above and below a letter are not drawn over the neighbours.
  const clip = await customer.log
    .locator('.stm-bubble__body', { hasText: 'algo' })
    .last()
    .evaluate((body) => getComputedStyle(body).overflowY);
  expect(clip).toBe('clip');
  // Each message has its own direction, whatever stands in the one before.
  const direction = (text: string) =>
    customer.log
      .getByText(text)
      .last()
      .evaluate((element) => getComputedStyle(element.closest('.stm-bubble__body') ?? element).direction);
  expect(await direction('plain after')).toBe('ltr');
  expect(await direction('Invoice 42')).toBe('rtl');
  // An override ends where its message does: the time beside it reads as ever, and so does the line in the list.
  const time = customer.log.locator('.stm-bubble', { hasText: 'once more' }).last().locator('time');
  expect(await time.evaluate((element) => getComputedStyle(element.closest('.stm-meta') ?? element).direction)).toBe(
    'ltr',
  );
  await expect(time).toHaveText(/^\d{1,2}:\d\d/);
});
