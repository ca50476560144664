import type { FastifyInstance } from 'fastify';
import type { Clock } from '../kernel/clock.js';

/** Whether one thing that the server depends on answers. */
export interface ReadinessCheck {
  readonly name: string;
  /** Rejects or resolves to false when it does not. */
  check(): Promise<boolean>;
  /** Without it the server is degraded, and ready all the same. */
  readonly isOptional?: boolean;
}

/** `/health`: the process lives (the guide's exact answer). `/health/ready`: it should be sent users. */
export function addHealthRoutes(http: FastifyInstance, clock: Clock, checks: readonly ReadinessCheck[]): void {
  http.get('/health', async (_request, reply) =>
    reply
      .header('Cache-Control', 'no-store')
      .send({ status: 'ok', timestamp: new Date(clock.now()).toISOString(), service: 'STM Backend' }),
  );
  http.get('/health/ready', async (_request, reply) => {
    const answers = await Promise.all(
      checks.map(async ({ name, check, isOptional = false }) => ({
        name,
        isOptional,
        ok: await check().catch(() => false),
      })),
    );
    const ready = answers.every(({ ok, isOptional }) => ok || isOptional);
    return reply
      .code(ready ? 200 : 503)
      .header('Cache-Control', 'no-store')
      .send({
        status: ready ? 'ready' : 'not_ready',
        checks: Object.fromEntries(
          answers.map(({ name, ok, isOptional }) => [name, ok ? 'ok' : isOptional ? 'degraded' : 'failing']),
        ),
      });
  });
}
