import { RateLimiterCluster, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { type MakeStage, memoryStage, type Stage } from '../kernel/limiter.js';
import { traced } from '../kernel/tracing.js';
import type { RedisLink } from './redis-link.js';

/** Nobody waits longer for what nodes count together: then this node counts alone. */
const PATIENCE_MS = 250;

/**
 * Counts over all nodes, in Redis. A limit of this kind guards politeness: while Redis does not answer, each node counts
 * for itself, and nobody is refused for that.
 */
export function redisStage(link: RedisLink, prefix: string): MakeStage {
  // The link makes new clients when it is mended: the library gets whichever there is.
  const storeClient = {
    eval: (script: string, options: { keys: string[]; arguments: string[] }) => {
      const { client } = link;
      if (client === null) throw new Error('Redis is not connected');
      const count = () => within(PATIENCE_MS, client.eval(script, options));
      return traced('Redis count', () => ({}), count);
    },
  };
  return (name, points, seconds) => {
    // Redis keeps whole seconds: a shorter window becomes one second with as much more in it.
    const duration = Math.max(1, Math.ceil(seconds));
    const amount = Math.max(1, Math.round((points * duration) / seconds));
    const shared = new RateLimiterRedis({
      storeClient,
      useRedisPackage: true,
      keyPrefix: `${prefix}:limit:${name}`,
      points: amount,
      duration,
    });
    return withFallback(shared, memoryStage(name, points, seconds));
  };
}

/** Counts over the processes of this machine, in the first of them. */
export const workerStage: MakeStage = (name, points, seconds) =>
  withFallback(
    new RateLimiterCluster({ keyPrefix: name, points, duration: seconds, timeoutMs: PATIENCE_MS }),
    memoryStage(name, points, seconds),
  );

function withFallback(shared: Stage, alone: Stage): Stage {
  return {
    async consume(key) {
      try {
        return await shared.consume(key);
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) throw refusal;
        return alone.consume(key);
      }
    },
    async reward(key) {
      // What is given back while nobody answers was taken from this node's own count.
      await shared.reward(key).catch(() => alone.reward(key));
    },
  };
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Redis does not answer')), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
