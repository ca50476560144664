import { signToken } from '../load/tokens.js';
import { WireClient } from '../load/wire-client.js';
import { quantiles, type Quantiles, round } from '../report/latencies.js';
import { chatOf, customerOf, providerOf, type Target } from '../targets/target.js';

export interface Storm {
  readonly clients: number;
  /** Seconds until the last of them was connected, had joined and had synced. */
  readonly allBackSeconds: number;
  /** Acknowledgements of somebody who was there all the time and wrote on. */
  readonly bystander: Quantiles;
}

const BYSTANDER_EVERY_MS = 50;
/** Beyond it a client is not counted as back. */
const MAX_SECONDS = 120;

/** All clients but one lose their connection at the same moment, and come back as the SDK does: with jitter, for ever. */
export async function measureStorm(target: Target, clients: number, pairs: number): Promise<Storm> {
  const tokens = await Promise.all(Array.from({ length: pairs }, (_, pair) => signToken(customerOf(pair), 'customer')));
  const bystander = await WireClient.connect(target.url, await signToken(providerOf(0), 'provider'));
  let open = await connectAll(target.url, tokens, clients, 64);
  const acks: number[] = [];
  const writing = setInterval(() => {
    const sent = performance.now();
    bystander.emit('send_message', JSON.stringify({ chatId: chatOf(0), message: 'still here' }), () =>
      acks.push(performance.now() - sent),
    );
  }, BYSTANDER_EVERY_MS);
  const dropped = performance.now();
  for (const client of open) client.close();
  open = await Promise.all(
    Array.from({ length: clients }, (_, n) => comeBack(target.url, tokens[n % pairs] ?? '', chatOf(n % pairs), n)),
  );
  const allBackSeconds = round((performance.now() - dropped) / 1000);
  clearInterval(writing);
  for (const client of [...open, bystander]) client.close();
  return { clients, allBackSeconds, bystander: quantiles(acks) };
}

async function connectAll(
  url: string,
  tokens: readonly string[],
  clients: number,
  parallel: number,
): Promise<WireClient[]> {
  const open: WireClient[] = [];
  while (open.length < clients) {
    const from = open.length;
    const batch = Array.from({ length: Math.min(parallel, clients - from) }, (_, n) =>
      connectPatiently(url, tokens[(from + n) % tokens.length] ?? '', address(from + n)),
    );
    open.push(...(await Promise.all(batch)));
  }
  return open;
}

/** The limit of handshakes holds for those who are to be dropped, too: refused, they come a moment later. */
async function connectPatiently(url: string, token: string, from: string): Promise<WireClient> {
  for (const until = performance.now() + MAX_SECONDS * 1000; ;) {
    try {
      return await WireClient.connect(url, token, { localAddress: from });
    } catch (refused) {
      if (performance.now() > until) throw refused;
      await new Promise((resume) => setTimeout(resume, 100 + Math.random() * 100));
    }
  }
}

/** One address has some 28,000 ports; the loopback network has many addresses. */
const address = (client: number): string => `127.0.0.${1 + Math.floor(client / 5000)}`;

async function comeBack(url: string, token: string, chatId: string, number: number): Promise<WireClient> {
  const started = performance.now();
  for (let attempt = 0; performance.now() - started < MAX_SECONDS * 1000; attempt++) {
    await new Promise((resume) => setTimeout(resume, Math.random() * Math.min(5000, 1000 * 2 ** attempt)));
    try {
      const client = await WireClient.connect(url, token, { localAddress: address(number), giveUpMs: 10_000 });
      const lost = new Promise<never>((_, reject) => (client.onClose = () => reject(new Error('lost again'))));
      await Promise.race([lost, catchUpWith(client, chatId)]);
      return client;
    } catch {
      continue; // refused while the server is busy: again, later
    }
  }
  throw new Error(`A client was not back after ${MAX_SECONDS} s`);
}

async function catchUpWith(client: WireClient, chatId: string): Promise<void> {
  await askUntilHeard(client, 'join_chat', { chatId });
  await askUntilHeard(client, 'sync', { chats: [{ chatId, revision: 0 }] });
}

/** A server that has too much to do says so, and is asked again as the SDK does: after the second that it names. */
async function askUntilHeard(client: WireClient, event: string, payload: unknown): Promise<void> {
  for (;;) {
    const answer = await client.call(event, payload);
    if (answer.startsWith('[{"ok":true') && !answer.includes('"error":{')) return;
    await new Promise((resume) => setTimeout(resume, 1000 + Math.random() * 500));
  }
}
