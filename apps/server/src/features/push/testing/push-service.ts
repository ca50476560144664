import { createECDH, type ECDH, randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import ece from 'http_ece';
import { importJWK, jwtVerify } from 'jose';
import type { PushMessage } from '../push-message.js';

/** A push as the service got it, and as the device reads it. */
export interface ReceivedPush {
  readonly device: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly message: PushMessage;
  /** Of the server, as the service verified it. */
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface Answered {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A push service of browsers (RFC 8030): it verifies who pushes (RFC 8292) as real ones do, and answers 400, 403 or 404
 * where those would. The devices are in it too: they decrypt what they get (RFC 8291).
 */
export async function startPushService() {
  const received: ReceivedPush[] = [];
  const devices = new Map<string, { readonly keys: ECDH; readonly auth: Buffer; appKey: string }>();
  let script: ((device: string) => Answered | 'hang' | Promise<Answered>) | null = null;
  let arrived = (_push: ReceivedPush): void => undefined;
  const server = http.createServer((request, response) => {
    void take(request).then(
      (answer) => {
        if (answer === 'hang') return;
        response.writeHead(answer.status, answer.headers);
        response.end();
      },
      () => response.writeHead(400).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function take(request: http.IncomingMessage): Promise<Answered | 'hang'> {
    const body = await bytesOf(request);
    const name = (request.url ?? '').replace('/push/', '');
    const device = devices.get(name);
    if (device === undefined) return { status: 404 };
    const { headers } = request;
    if (request.method !== 'POST' || headers['content-encoding'] !== 'aes128gcm' || headers['ttl'] === undefined) {
      return { status: 400 };
    }
    const claims = await verified(headers.authorization ?? '', device.appKey);
    if (claims === null) return { status: 403 };
    const answer = (await script?.(name)) ?? { status: 201 };
    if (answer === 'hang' || answer.status < 300) {
      const opened = ece.decrypt(body, {
        version: 'aes128gcm',
        privateKey: device.keys,
        authSecret: device.auth.toString('base64url'),
      });
      const push = { device: name, headers, message: JSON.parse(opened.toString()) as PushMessage, claims };
      received.push(push);
      arrived(push);
    }
    return answer;
  }

  async function verified(authorization: string, appKey: string): Promise<Record<string, unknown> | null> {
    const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? [];
    if (token === undefined || key !== appKey) return null;
    const point = Buffer.from(appKey, 'base64url');
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
    try {
      const publicKey = await importJWK({ kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, 'ES256');
      return (await jwtVerify(token, publicKey, { audience: origin })).payload;
    } catch {
      return null;
    }
  }

  return {
    origin,
    received,
    /** What the service answers from now on; null: 201. */
    answer(next: typeof script) {
      script = next;
    },
    onArrival(listener: (push: ReceivedPush) => void) {
      arrived = listener;
    },
    /** A browser that subscribes here. @param appKey the server's `public_key` */
    device(appKey: string) {
      const name = randomBytes(8).toString('hex');
      const keys = createECDH('prime256v1');
      keys.generateKeys();
      const auth = randomBytes(16);
      devices.set(name, { keys, auth, appKey });
      return {
        name,
        subscription: {
          kind: 'web' as const,
          endpoint: `${origin}/push/${name}`,
          keys: { p256dh: keys.getPublicKey().toString('base64url'), auth: auth.toString('base64url') },
        },
        got: () => received.filter(({ device }) => device === name).map(({ message }) => message),
        /** The browser drops it. */
        unsubscribe: () => devices.delete(name),
      };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type PushService = Awaited<ReturnType<typeof startPushService>>;

async function bytesOf(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
