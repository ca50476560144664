import { CHAT_URL, openSession } from '../chat-server.js';
import { deviceName } from '../notifications/device-name.js';

declare const self: ServiceWorkerGlobalScope;

/** As browsers send it that replace a subscription: with the new one, or without, where one has to be made. */
export interface PushSubscriptionChange extends ExtendableEvent {
  readonly newSubscription?: Pick<PushSubscription, 'toJSON'> | null;
}

/**
 * Tells the server under which address this device gets pushes from now on: nobody may open a page for weeks. The former
 * one ends by itself: its push service says that it is gone. Rejects, as far as browsers care, where it cannot be told;
 * the next page that opens tells it then.
 */
export async function onSubscriptionChange({ newSubscription }: PushSubscriptionChange): Promise<void> {
  const session = openSession();
  // Signed out here: whoever it was gets no push any more.
  if ((await session.restore()) === null) return;
  const headers = {
    authorization: `Bearer ${await session.getToken({ forceRefresh: false })}`,
    'content-type': 'application/json',
  };
  const url = `${CHAT_URL}/api/push/subscriptions`;
  const { endpoint, keys } = (newSubscription ?? (await subscribeAnew(url, headers))).toJSON();
  const { p256dh, auth } = keys ?? {};
  const label = deviceName(self.navigator.userAgent);
  const body = JSON.stringify({ kind: 'web', endpoint, keys: { p256dh, auth }, label });
  const answer = await fetch(url, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}`);
}

async function subscribeAnew(url: string, headers: Record<string, string>): Promise<PushSubscription> {
  const known = await self.registration.pushManager.getSubscription();
  if (known !== null) return known;
  const { public_key: applicationServerKey } = (await (await fetch(url, { headers })).json()) as { public_key: string };
  return self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
}
