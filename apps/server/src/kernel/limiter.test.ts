import { describe, expect, it } from 'vitest';
import { memoryLimiter } from './limiter.js';
import { TokenBucket } from './token-bucket.js';

describe('limits', () => {
  it('a limiter lets the burst pass, then says when to come back', async () => {
    const limiter = memoryLimiter('t', { burst: 4, amount: 1, perMs: 60_000 });
    const verdicts = [];
    for (let call = 0; call < 5; call++) verdicts.push(await limiter.spend('7'));
    expect(verdicts.map(({ allowed }) => allowed)).toEqual([true, true, true, true, false]);
    expect(verdicts[4]?.retryAfterMs).toBeGreaterThan(0);
    expect((await limiter.spend('8')).allowed).toBe(true);
  });

  it('what was given back can be spent again', async () => {
    const limiter = memoryLimiter('t', { burst: 1, amount: 1, perMs: 60_000 });
    (await limiter.spend('7')).refund();
    expect((await limiter.spend('7')).allowed).toBe(true);
  });

  it('what was given back goes to the burst when the burst was spent', async () => {
    const limiter = memoryLimiter('t', { burst: 3, amount: 1, perMs: 60_000 });
    await limiter.spend('7');
    for (let repeat = 0; repeat < 10; repeat++) (await limiter.spend('7')).refund();
    expect([(await limiter.spend('7')).allowed, (await limiter.spend('7')).allowed]).toEqual([true, true]);
    expect((await limiter.spend('7')).allowed).toBe(false);
  });

  it('a limit set to 0 lets everything pass', async () => {
    const limiter = memoryLimiter('t', null);
    for (let call = 0; call < 100; call++) expect((await limiter.spend('7')).allowed).toBe(true);
  });

  it('a bucket refills with time and never above its burst', () => {
    const bucket = new TokenBucket({ burst: 2, amount: 10, perMs: 1000 }, 0);
    expect([bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([0, 0, 100]);
    expect(bucket.take(100)).toBe(0);
    expect([bucket.take(9_000), bucket.take(9_000), bucket.take(9_000)]).toEqual([0, 0, 100]);
  });

  it('a clock that goes back refills nothing', () => {
    const bucket = new TokenBucket({ burst: 1, amount: 1, perMs: 1000 }, 5000);
    expect(bucket.take(5000)).toBe(0);
    expect(bucket.take(0)).toBeGreaterThan(0);
  });
});
