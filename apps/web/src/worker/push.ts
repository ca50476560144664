import { CHAT_URL } from '../chat-server.js';
import { pages } from './open-pages.js';
import { noteTold, toldUpTo } from '../pwa/told.js';

declare const self: ServiceWorkerGlobalScope;

/** What the server sends: `push-message.ts` there. */
interface PushMessage {
  readonly kind: 'show' | 'close';
  readonly tag: string;
  readonly seq: number;
  readonly title: string;
  readonly body: string;
  readonly path: string;
  readonly locale: string;
  readonly receipt: string | null;
}

type Did = 'shown' | 'page_visible' | 'known' | 'not_allowed';

const ICON = '/icons/icon-192.png';
/** Safari takes the permission away from who shows nothing, also while a page is looked at. */
const SHOWS_ALWAYS = /^(?!.*(?:Chrome|Chromium|CriOS|FxiOS|Android)).*Safari/.test(self.navigator.userAgent);

/** Pushes come at once and are done one after the other: what one closes, another must not be showing again meanwhile. */
let last: Promise<void> = Promise.resolve();

/** Shows what a push tells, once; takes away what was read elsewhere. */
export function onPush(event: PushEvent): Promise<void> {
  const message = read(event);
  if (message === null) return Promise.resolve();
  const mine = last.then(() => handle(message));
  last = mine.catch(() => undefined);
  return mine;
}

async function handle(message: PushMessage): Promise<void> {
  if (message.kind === 'close') return close(message);
  const did = await show(message);
  if (message.receipt !== null) await confirm(message.receipt, did);
}

async function show(message: PushMessage): Promise<Did> {
  // The server tries again when it got no answer: what was shown once does not ring a second time.
  if (message.seq <= (await toldUpTo(message.tag))) {
    await showAgain(message.tag);
    return 'known';
  }
  const looking = (await pages()).some(({ visibilityState }) => visibilityState === 'visible');
  if (looking && !SHOWS_ALWAYS) return 'page_visible';
  try {
    await self.registration.showNotification(message.title, optionsOf(message));
  } catch {
    return 'not_allowed';
  }
  await noteTold(message.tag, message.seq);
  return 'shown';
}

async function close({ tag, seq }: PushMessage): Promise<void> {
  await noteTold(tag, seq);
  for (const notification of await self.registration.getNotifications({ tag })) {
    const { seq: shown } = (notification.data ?? {}) as { seq?: number };
    if (shown === undefined || shown <= seq) notification.close();
  }
  // A push has to show something: what is there anyway is shown again, without a sound.
  const [other] = await self.registration.getNotifications();
  if (other !== undefined) await repeat(other);
}

async function showAgain(tag: string): Promise<void> {
  const [shown] = await self.registration.getNotifications({ tag });
  if (shown !== undefined) await repeat(shown);
}

async function repeat({ title, body, tag, lang, data }: Notification): Promise<void> {
  await self.registration.showNotification(title, {
    ...{ body, tag, lang, data: data as unknown, icon: ICON, badge: ICON },
    ...{ silent: true, renotify: false },
  } as NotificationOptions);
}

function optionsOf({ body, tag, locale, path, seq }: PushMessage): NotificationOptions {
  return {
    ...{ body, tag, lang: locale, icon: ICON, badge: ICON, data: { path, seq } },
    // Of a tag that is shown already, browsers else say nothing again.
    renotify: true,
  } as NotificationOptions;
}

/** Best effort: that it cannot be said changes nothing. */
async function confirm(token: string, did: Did): Promise<void> {
  await fetch(`${CHAT_URL}/api/push/receipts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, did }),
  }).catch(() => undefined);
}

function read({ data }: PushEvent): PushMessage | null {
  try {
    const message = data?.json() as Partial<PushMessage> | undefined;
    if (typeof message?.tag !== 'string' || typeof message.seq !== 'number') return null;
    const { kind = 'show', tag, seq, title = '', body = '', path = '/', locale = 'en', receipt = null } = message;
    return { kind, tag, seq, title, body, path, locale, receipt };
  } catch {
    return null;
  }
}
