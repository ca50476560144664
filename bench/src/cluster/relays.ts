import { startChild } from '../targets/target.js';
import { interleaved, type Measured, type Rate, type Way } from './way.js';

const KINDS = [
  ['none', 'one relay, nobody else'],
  ['redis', 'Socket.IO’s Redis adapter'],
  ['sharded', 'the same, sharded pub/sub'],
  ['bus', 'this server’s bus'],
] as const;

/** Bare relays, two of each kind of link between them: what telling another server costs, without anything else. */
export async function measureRelays(
  redis: { readonly url: string; readonly pid: number },
  rate: Rate,
  say: (line: string) => void,
): Promise<ReadonlyMap<string, Measured>> {
  const ways: (Way & { stop(): Promise<void> })[] = [];
  try {
    for (const [kind, title] of KINDS) {
      const env = { WAY: kind, REDIS_URL: redis.url };
      const pair = [await startChild('./pair-server.js', env), await startChild('./pair-server.js', env)] as const;
      const placeOf = ({ child, port }: (typeof pair)[0]) => ({ url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0 });
      const from = placeOf(pair[0]);
      const stop = async () => void (await Promise.all(pair.map((one) => one.stop())));
      ways.push({ title, from, to: kind === 'none' ? from : placeOf(pair[1]), stop });
    }
    return await interleaved(ways, redis.pid, rate, say);
  } finally {
    for (const { stop } of ways) await stop();
  }
}
