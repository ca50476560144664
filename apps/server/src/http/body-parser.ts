import type { FastifyInstance } from 'fastify';
import { CommandError } from '../kernel/errors.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Bodies are JSON, and only JSON; an empty one is an empty object. `text/plain` is parsed too, and each route says
 * whether it takes that: the guide's own login call sends no content type.
 */
export function acceptJsonBodies(http: FastifyInstance): void {
  http.removeAllContentTypeParsers();
  http.addContentTypeParser(
    ['application/json', 'text/plain'],
    { parseAs: 'buffer' },
    (_request, body: Buffer, done) => {
      try {
        done(null, parseJson(body));
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  );
}

/** @throws CommandError `invalid_payload` for what is not UTF-8 or not JSON */
function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  let text: string;
  try {
    text = utf8.decode(body);
  } catch (cause) {
    throw new CommandError('invalid_payload', 'body: is not valid UTF-8', { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommandError('invalid_payload', 'body: is not valid JSON', { cause });
  }
}
