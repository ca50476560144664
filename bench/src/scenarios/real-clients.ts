import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { type ChatClient, createChatClient, memoryStorage, tokenSource } from '@stm-chat/client';
import { io, type Socket as StockSocket } from 'socket.io-client';
import { signToken } from '../load/tokens.js';
import { chatOf, customerOf, providerOf } from '../targets/target.js';

/** A customer with the SDK, and a provider with the stock socket.io-client as the guide writes it, in one chat. */
interface Pair {
  readonly sdk: ChatClient;
  readonly stock: StockSocket;
  /** When they had joined and had all, by `performance.now()`; null while they have not. */
  sdkSyncedAt: number | null;
  stockSyncedAt: number | null;
}

const LOOK_EVERY_MS = 50;
const ASK_AGAIN_MS = 1000;

/**
 * Clients as people have them, among the many that only write the same frames: they know one address, behind which the
 * server is exchanged.
 */
export class RealClients {
  readonly #pairs: Pair[] = [];
  #target: string;

  private constructor(
    private readonly door: Server,
    target: string,
  ) {
    this.#target = target;
    door.on('connection', (socket: Socket) => this.#pass(socket));
  }

  /** @param numbers of the pairs of whom they are */
  static async start(target: string, numbers: readonly number[]): Promise<RealClients> {
    const door = createServer();
    await new Promise<void>((listens) => door.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, listens));
    const clients = new RealClients(door, target);
    const url = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
    for (const number of numbers) clients.#pairs.push(await pairAt(url, number));
    await clients.synced();
    return clients;
  }

  /** Where their address leads from now on. */
  leadTo(target: string): void {
    this.#target = target;
  }

  /** They have to sync again before they count. */
  forget(): void {
    for (const pair of this.#pairs) {
      pair.sdkSyncedAt = null;
      pair.stockSyncedAt = null;
    }
  }

  /** When the last of each kind had synced, by `performance.now()`. */
  async synced(): Promise<{ readonly sdk: number; readonly stock: number }> {
    const last = async (of: (pair: Pair) => number | null): Promise<number> => {
      for (;;) {
        const times = this.#pairs.flatMap((pair) => of(pair) ?? []);
        if (times.length === this.#pairs.length) return Math.max(...times);
        await new Promise((resume) => setTimeout(resume, LOOK_EVERY_MS));
      }
    };
    const [sdk, stock] = await Promise.all([
      last(({ sdkSyncedAt }) => sdkSyncedAt),
      last((pair) => pair.stockSyncedAt),
    ]);
    return { sdk, stock };
  }

  stop(): void {
    for (const { sdk, stock } of this.#pairs) {
      sdk.close();
      stock.disconnect();
    }
    this.door.close();
  }

  #pass(socket: Socket): void {
    const { hostname, port } = new URL(this.#target);
    const passed = connect(Number(port), hostname);
    pipeline(socket, passed, socket, () => undefined);
  }
}

async function pairAt(url: string, number: number): Promise<Pair> {
  const chatId = chatOf(number);
  const token = await signToken(customerOf(number), 'customer');
  const sdk = createChatClient({ url, session: tokenSource(async () => token), storage: memoryStorage() });
  const stock = io(`${url}/chat`, { auth: { token: await signToken(providerOf(number), 'provider') }, forceNew: true });
  const pair: Pair = { sdk, stock, sdkSyncedAt: null, stockSyncedAt: null };
  const { state } = sdk.conversation(chatId);
  let wasLive = false;
  state.subscribe(() => {
    const { live } = state.get();
    if (live && !wasLive) pair.sdkSyncedAt = performance.now();
    wasLive = live;
  });
  sdk.conversation(chatId).open();
  void sdk.connect();
  stock.on('connect', () => catchUp(pair, chatId));
  return pair;
}

function catchUp(pair: Pair, chatId: string): void {
  const { stock } = pair;
  stock.emit('join_chat', { chatId }, ({ ok }: { readonly ok: boolean }) => {
    if (ok) pair.stockSyncedAt = performance.now();
    else setTimeout(() => stock.connected && catchUp(pair, chatId), ASK_AGAIN_MS);
  });
}
