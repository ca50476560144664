import { request } from 'node:http';
import { WireClient } from './wire-client.js';

/** The SDK's own numbers: `packages/client/src/connection`. */
const CONNECT_MS = 10_000;
const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/** The server let nobody in. */
export class Refused extends Error {
  /** @param why in a word or two, for the record. @param namedMs when it wants to be asked again */
  constructor(
    why: string,
    readonly namedMs: number | null = null,
  ) {
    super(why);
  }
}

/**
 * One attempt to connect as socket.io-client makes it for the SDK: by WebSocket, of whose refusal it learns nothing, then by
 * long polling, whose answer it can read, and which changes to a WebSocket.
 * @throws Refused
 */
export async function attemptAsSdk(url: string, token: string): Promise<WireClient> {
  const until = performance.now() + CONNECT_MS;
  const left = (): number => Math.max(1, until - performance.now());
  try {
    return await WireClient.connect(url, token, { giveUpMs: CONNECT_MS });
  } catch {
    const sid = await poll(url, left());
    return await WireClient.connect(url, token, { sid, giveUpMs: left() }).catch(() => {
      throw new Refused('not changed to a WebSocket');
    });
  }
}

/** Milliseconds until the next attempt. @param failures in a row to which no time was named; 0: a good connection was lost */
export function pauseAsSdk(failures: number, namedMs: number | null): number {
  if (namedMs !== null) return Math.min(namedMs, LONGEST_MS) + Math.random() * FIRST_MS;
  if (failures === 0) return Math.random() * FIRST_MS;
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

/** @returns the session that was begun */
function poll(url: string, giveUpMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { agent: false, timeout: giveUpMs };
    const asked = request(`${url}/socket.io/?EIO=4&transport=polling`, options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => {
        const sid = /"sid":"([^"]+)"/.exec(text)?.[1];
        const seconds = Number(answer.headers['retry-after']);
        if (answer.statusCode === 200 && sid !== undefined) resolve(sid);
        else reject(new Refused(`told ${answer.statusCode}`, Number.isNaN(seconds) ? null : seconds * 1000));
      });
      answer.on('error', () => reject(new Refused('cut')));
    });
    asked.on('timeout', () => asked.destroy(new Refused('no answer')));
    asked.on('error', (error) => reject(error instanceof Refused ? error : new Refused('cut')));
    asked.end();
  });
}
