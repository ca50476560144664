import type { Logger } from '../kernel/logger.js';
import { createLogger } from '../ops/pino-logger.js';
import type { TestServer } from './test-server.js';

/** pino's number of the level. */
const WARNING = 40;

/** Two people who talk to each other while something goes on beside them. */
export interface Bystanders {
  /** One writes, the other sees it, within a second: whatever was just done harmed nobody else. */
  areServed(): Promise<void>;
}

export async function bystanders(server: TestServer): Promise<Bystanders> {
  const [ann, bob] = [await server.user('customer'), await server.user('provider')];
  const chatId = await server.chat(ann, bob);
  const [writer, reader] = [await server.socket(ann.token), await server.socket(bob.token)];
  await reader.call('join_chat', { chatId });
  let number = 0;
  return {
    async areServed() {
      const message = `bystander ${++number}`;
      const startedAt = performance.now();
      const [answer] = await Promise.all([
        writer.call('send_message', { chatId, message }),
        reader.event('new_message', (seen) => seen.message === message),
      ]);
      const took = performance.now() - startedAt;
      if (answer.ok !== true) throw new Error(`A bystander was refused: ${JSON.stringify(answer)}`);
      if (took > 1000) throw new Error(`A bystander waited for ${Math.round(took)} ms`);
    },
  };
}

/** The server's own log, line by line, in memory; of it, what was a warning or worse. */
export function memoryLog(): { readonly logger: Logger; readonly all: string[]; readonly alarms: string[] } {
  const [all, alarms]: [string[], string[]] = [[], []];
  const write = (line: string) => {
    all.push(line);
    if ((JSON.parse(line) as { level: number }).level >= WARNING) alarms.push(line);
  };
  return { all, alarms, logger: createLogger('debug', false, { write }) };
}
