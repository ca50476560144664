import { createECDH, randomBytes } from 'node:crypto';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { query } from '../cluster/ground.js';
import type { WebhookDelivery } from '@stm-chat/protocol';
import { until } from '../cluster/processes.js';
import { rest } from '../cluster/rest.js';
import { insidesIn } from '../invariants/oracle.js';
import { Findings } from './contract-attacks.js';
import type { AttackResult, Place, Scene } from './scene.js';

/** Ways to write this machine, and what else is inside; `PORT` is where somebody listens whom nobody may reach. */
const INSIDE: readonly string[] = [
  'http://127.0.0.1:PORT/',
  'http://localhost:PORT/',
  'http://LOCALHOST.:PORT/',
  'http://127.1:PORT/',
  'http://2130706433:PORT/',
  'http://0x7f000001:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://0:PORT/',
  'http://0.0.0.0:PORT/',
  'http://[::1]:PORT/',
  'http://[::]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::ffff:7f00:1]:PORT/',
  'http://[64:ff9b::7f00:1]:PORT/',
  'http://127.0.0.1:PORT/#@example.com/',
  'http://①②⑦.⓪.⓪.①:PORT/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[fd00:ec2::254]/latest/meta-data/',
  'http://10.0.0.1/',
  'http://192.168.0.1/',
];

/** What is no address that anybody may be sent to at all. */
const NO_WEB: readonly string[] = [
  'file:///etc/passwd',
  'gopher://127.0.0.1:PORT/_GET',
  'ftp://127.0.0.1:PORT/',
  'javascript:alert(1)',
  'data:text/html,x',
  'http://user:secret@127.0.0.1:PORT/',
  'http://',
  '//127.0.0.1:PORT/',
  'http://exa mple/',
  'http://a\r\nHost: b/',
];

/** The one address of this machine that the operator of the attacked server lets be called, so that it is seen to call. */
export const ALLOWED = '127.7.7.7';
const CONTROL = `http://${ALLOWED}:PORT/`;

/** Somebody inside who notes where each connection came to, and answers nothing. */
class Canary {
  /** Connections to where nobody may be led. */
  touched = 0;
  /** Connections to the address that may be called. */
  called = 0;

  private constructor(private readonly server: Server) {}

  static async sit(): Promise<Canary> {
    const server = createServer((socket) => {
      if (socket.localAddress?.endsWith(ALLOWED) === true) canary.called += 1;
      else canary.touched += 1;
      socket.on('error', () => undefined);
      socket.destroy();
    });
    const canary = new Canary(server);
    await new Promise<void>((resolve) => void server.listen(0, resolve));
    return canary;
  }

  at(address: string): string {
    return address.replaceAll('PORT', String((this.server.address() as AddressInfo).port));
  }

  leave(): Promise<void> {
    return new Promise((resolve) => void this.server.close(() => resolve()));
  }
}

/** Addresses that a stranger gives the server to call: of push services, of webhooks, in messages. Nothing inside is touched. */
export async function attackWithAddresses(scene: Scene, place: Place): Promise<AttackResult> {
  const findings = new Findings();
  const canary = await Canary.sit();
  try {
    for (const lead of [subscribe, tell, write]) {
      const before = canary.called;
      await lead(scene, findings, place, canary);
      // Else nothing was tried, and all that was refused proves nothing.
      if (canary.called === before)
        findings.unexpected.push(`${lead.name}: not even the address that is allowed was called`);
    }
    if (canary.touched > 0) findings.unexpected.push(`the server was led inside ${canary.touched} times`);
  } finally {
    await canary.leave();
  }
  return findings.result;
}

type Answer = Awaited<ReturnType<typeof rest>>;

function noteIn(findings: Findings) {
  return (what: string, { status, text }: Answer, ...statuses: readonly number[]): void => {
    findings.attempts += 1;
    if (status >= 400) findings.leaks.push(...insidesIn(text));
    if (!statuses.includes(status))
      findings.unexpected.push(`${what}: status ${status} instead of ${statuses.join(' or ')}: ${text.slice(0, 200)}`);
  };
}

/** A browser that names a push service of its own: the test push says that it was not let there. */
async function subscribe(scene: Scene, findings: Findings, place: Place, canary: Canary): Promise<void> {
  const note = noteIn(findings);
  // A point on the curve, so that nothing but the address can be in the way.
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  const keys = { p256dh: pair.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') };
  for (const written of [CONTROL, ...INSIDE]) {
    const endpoint = canary.at(written);
    const { token } = await scene.visitor('customer');
    const added = await rest(scene.url, token, 'POST', '/api/push/subscriptions', { kind: 'web', endpoint, keys });
    note(`push to ${written}`, added, 201, 400);
    if (added.status !== 201) continue;
    const tried = await rest(scene.url, token, 'POST', `/api/push/subscriptions/${added.body.id}/test`);
    note(`a test push to ${written}`, tried, 200);
    if (tried.body?.result === 'sent') findings.unexpected.push(`a push was sent to ${written}`);
  }
  for (const written of NO_WEB) {
    const input = { kind: 'web', endpoint: canary.at(written), keys };
    note(
      `push to ${written}`,
      await rest(scene.url, place.customer.token, 'POST', '/api/push/subscriptions', input),
      400,
    );
  }
}

/** An admin, or whoever has an admin's session, who names an address inside: nothing is delivered there. */
async function tell(scene: Scene, findings: Findings, _: Place, canary: Canary): Promise<void> {
  const note = noteIn(findings);
  const { token } = scene.admin;
  const call = (method: string, path: string, body?: unknown) => rest(scene.url, token, method, path, body);
  // There may be no more than twenty, and earlier attacks left some.
  const { body } = await call('GET', '/api/admin/webhooks');
  for (const { id } of body.webhooks as readonly { id: string }[]) await call('DELETE', `/api/admin/webhooks/${id}`);
  for (const written of [CONTROL, ...INSIDE]) {
    const added = await call('POST', '/api/admin/webhooks', { url: canary.at(written), types: ['chat.closed'] });
    note(`a webhook to ${written}`, added, 201, 400);
    if (added.status !== 201) continue;
    const path = `/api/admin/webhooks/${added.body.id}`;
    note(`a test of ${written}`, await call('POST', `${path}/test`), 200);
    let tried: WebhookDelivery | undefined;
    await until(async () => {
      const { body } = await call('GET', `${path}/deliveries`);
      tried = (body.deliveries as WebhookDelivery[]).find(({ attempts }) => attempts > 0);
      return tried !== undefined;
    }, `the webhook to ${written} is not tried`);
    const refused = tried?.reason === 'forbidden' || tried?.reason === 'unreachable';
    if (!refused) findings.unexpected.push(`a webhook to ${written} is ${tried?.state}, ${tried?.reason}`);
    note(`taking ${written} away`, await call('DELETE', path), 204);
  }
  for (const written of NO_WEB)
    note(`a webhook to ${written}`, await call('POST', '/api/admin/webhooks', { url: canary.at(written) }), 400);
}

/** Links in messages, which a server that makes previews fetches. */
async function write(scene: Scene, findings: Findings, { customer, chatId }: Place, canary: Canary): Promise<void> {
  const note = noteIn(findings);
  const before = canary.called;
  for (const written of [...INSIDE, ...NO_WEB, CONTROL]) {
    const input = { message: `see ${canary.at(written)}` };
    note(
      `a link to ${written}`,
      await rest(scene.url, customer.token, 'POST', `/api/chat/${chatId}/messages`, input),
      201,
    );
  }
  await until(() => canary.called > before, 'the link that may be followed is not followed');
  // Links become jobs in the order of the messages; when none is left, each was looked at.
  await until(async () => {
    const [row] = await query<{ left: string }>(scene.database, LINKS_LEFT, []);
    return Number(row?.left) === 0;
  }, 'links are still to be looked at');
}

const LINKS_LEFT = `select count(*) as left from stm_chat_jobs._private_jobs j join stm_chat_jobs._private_tasks t on t.id = j.task_id
  where t.identifier like '%preview%' and j.attempts = 0`;
