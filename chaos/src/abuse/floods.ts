import { overTcp, rawChat, rawConnection } from '@stm-chat/server/testing/raw-connection';
import { rest } from '../cluster/rest.js';
import { Line } from './doors.js';
import type { AttackResult, Place, Scene } from './scene.js';

/** The limits as they are by default, but for those that two talking bystanders meet themselves. */
export const FLOOD_LIMITS = {
  LIMIT_EVENTS: '20,10/s',
  LIMIT_EVENT_REFUSALS: '100/10s',
  LIMIT_SEND: '0',
  LIMIT_TYPING: '1/2s',
  LIMIT_HANDSHAKES: '500/s',
  LIMIT_CONNECTIONS_PER_ADDRESS: '200',
  LIMIT_CONNECTIONS_PER_USER: '20',
};

/** A flood, and what is to be seen of the limit that stops it. */
type Flood = (scene: Scene, place: Place) => Promise<{ readonly attempts: number; readonly limited: boolean }>;

const port = ({ node }: Scene): number => node.address?.port ?? 0;
const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

export const FLOODS: Readonly<Record<string, Flood>> = {
  'two thousand events on one connection': async (scene, { customer, chatId }) => {
    const line = await Line.open(scene.url, customer.token);
    const closed = new Promise<boolean>((resolve) => line.socket.once('disconnect', () => resolve(true)));
    for (const n of times(2000, Number)) line.socket.emit(n % 2 === 0 ? 'mark_read' : 'nope', { chatId });
    const limited = await Promise.race([closed, later(8000)]);
    line.close();
    return { attempts: 2000, limited };
  },
  'a thousand bad tokens on one connection': async (scene) => {
    const raw = await rawConnection(port(scene));
    raw.send(...times(1000, () => '40/chat,{"token":"x"}'));
    const limited = await Promise.race([raw.closed().then(() => true), later(8000)]);
    raw.end();
    return { attempts: 1000, limited };
  },
  'forty connections of one user': async (scene, { customer }) => {
    const lines = await Promise.all(times(40, () => Line.open(scene.url, customer.token).catch(() => null)));
    await later(300);
    const left = lines.filter((line) => line?.socket.connected === true).length;
    for (const line of lines) line?.close();
    return { attempts: 40, limited: left <= 20 };
  },
  'a client that never reads': async (scene, { customer, provider, chatId }) => {
    const message = '界'.repeat(4000);
    await Promise.all(
      times(20, () => rest(scene.url, provider.token, 'POST', `/api/chat/${chatId}/messages`, { message })),
    );
    const reader = await rawChat(port(scene), customer.token);
    reader.send(`42/chat,1["join_chat",{"chatId":"${chatId}"}]`);
    await reader.hears('43/chat,1[');
    reader.stopReading();
    const sync = `["sync",{"chats":[{"chatId":"${chatId}","revision":0}]}]`;
    for (const n of times(60, Number)) {
      reader.send(`42/chat,${100 + n}${sync}`);
      await later(100);
    }
    // It was paused, so it hears of its end when it reads on.
    reader.readOn();
    const limited = await Promise.race([reader.closed().then(() => true), later(8000)]);
    reader.end();
    return { attempts: 60, limited };
  },
  'three thousand requests sent ahead': async (scene) => {
    const answer = await overTcp(port(scene), 'GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(3000), 3000);
    return { attempts: 3000, limited: (answer.match(/HTTP\/1\.1 200/g)?.length ?? 0) <= 1000 };
  },
  'a header at a byte a time': async (scene) => {
    const closed = Promise.all(
      times(50, () => overTcp(port(scene), 'GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ', 1500)),
    );
    await closed;
    return { attempts: 50, limited: true };
  },
  'fifty logins with guessed passwords': async (scene) => {
    const input = (n: number) => ({ email: 'ann@example.com', password: `guess number ${n}` });
    const answers = await Promise.all(
      times(50, (n) => rest(scene.url, null, 'POST', '/api/auth/login', input(n)).catch(() => null)),
    );
    return { attempts: 50, limited: answers.some((answer) => answer?.status === 429) };
  },
  // The last one: its connections fill the address's share until they are cut.
  'three hundred connections from one address': async (scene) => {
    const open = await Promise.all(
      times(300, () =>
        fetch(`${scene.url}/socket.io/?EIO=4&transport=polling`).then(
          ({ status }) => status,
          () => 0,
        ),
      ),
    );
    return { attempts: 300, limited: open.includes(429) };
  },
};

export async function flood(scene: Scene, place: Place, name: string): Promise<AttackResult> {
  const run = FLOODS[name];
  if (run === undefined) throw new Error(`there is no flood ${name}`);
  const { attempts, limited } = await run(scene, place);
  return { attempts, unexpected: limited ? [] : ['no limit stopped it'], leaks: [] };
}

const later = (ms: number): Promise<boolean> => new Promise((resolve) => setTimeout(() => resolve(false), ms));
