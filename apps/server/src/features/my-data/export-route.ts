import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CommandError } from '../../kernel/errors.js';
import { type RawCall, RawRoutes } from '../../kernel/raw-routes.js';
import { LIMITERS, type Limiters, rateLimited } from '../../kernel/run-command.js';
import { MyData } from './my-data.js';

/** `GET /api/me/export` */
@Injectable()
export class ExportRoute {
  constructor(
    @Inject(RawRoutes) routes: RawRoutes,
    @Inject(MyData) private readonly myData: MyData,
    @Inject(LIMITERS) private readonly limiters: Limiters,
  ) {
    routes.add({
      methods: ['GET'],
      path: '/api/me/export',
      responseHeaders: ['Content-Disposition'],
      handle: (call) => this.#export(call),
    });
  }

  async #export({ actor, response }: RawCall): Promise<void> {
    if (actor.kind === 'anonymous') throw new CommandError('unauthorized', 'Sign in first.');
    if (actor.kind !== 'user') throw new CommandError('forbidden', 'Only the user may have it.');
    const spent = await this.limiters.export.spend(String(actor.userId));
    if (!spent.allowed) throw rateLimited(spent);
    const parts = this.myData.of(actor.userId);
    // What can refuse it does so before anything is sent.
    const first = await parts.next();
    response.writeHead(200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="stm-chat-${actor.userId}.json"`,
      'Cache-Control': 'private, no-store',
    });
    await pipeline(Readable.from(withFirst(first, parts)), response);
  }
}

async function* withFirst(first: IteratorResult<string>, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (first.done !== true) yield first.value;
  yield* rest;
}
