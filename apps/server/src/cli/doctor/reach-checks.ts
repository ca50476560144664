import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { createClient } from 'redis';
import type { Config } from '../../config/config.js';
import { S3Blobs } from '../../features/attachments/blobs/s3-blobs.js';
import { asking, fault, type Finding, good, warning } from './finding.js';

const TIMEOUT_MS = 5000;

/** The other programs that the settings name. */
export async function checkReach({ redis, files }: Config): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  if (redis.url !== null) {
    const { url } = redis;
    found.push(
      ...(await asking('REDIS_URL', 'Is Redis running there, and are address and password right?', () => ping(url))),
    );
  }
  if (files.s3 !== null) {
    const store = new S3Blobs(files.s3);
    found.push(
      ...(await asking(
        `S3_BUCKET ${files.s3.bucket}`,
        'Does the bucket exist, and may this key put, get and delete in it? Is S3_ENDPOINT without the bucket’s name?',
        () => roundTrip(store),
      )),
    );
  }
  if (files.scanner !== null) {
    const { host, port } = files.scanner;
    found.push(
      ...(await asking(
        `CLAMAV_ADDRESS ${host}:${port}`,
        'Is clamd running with TCPSocket? Uploads wait until it is.',
        () => scanner(host, port),
      )),
    );
  }
  return found;
}

async function ping(url: string): Promise<Finding[]> {
  const client = createClient({ url, socket: { connectTimeout: TIMEOUT_MS, reconnectStrategy: false } });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const info = await client.info();
    const version = /redis_version:(\S+)/.exec(info)?.[1] ?? 'unknown';
    const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1] ?? '';
    const found: Finding[] = [good(`Redis ${version} answers.`)];
    if (Number(version.split('.')[0]) < 6) found.push(warning(`Redis ${version} is old.`, 'Use 6 or newer.'));
    if (policy.startsWith('allkeys')) {
      found.push(
        warning(
          `Redis drops any key when it is full (${policy}): limits and presence forget.`,
          'Set maxmemory-policy to volatile-ttl or noeviction.',
        ),
      );
    }
    return found;
  } finally {
    client.destroy();
  }
}

async function roundTrip(store: S3Blobs): Promise<Finding[]> {
  const id = randomUUID();
  const bytes = Buffer.from('written by stm-chat doctor');
  await store.put(id, 'image', bytes);
  try {
    const pieces: Buffer[] = [];
    for await (const piece of await store.read(id, 'image', { from: 0, to: bytes.length }))
      pieces.push(Buffer.from(piece));
    return Buffer.concat(pieces).equals(bytes)
      ? [good('The bucket keeps, gives and removes.')]
      : [fault('The bucket gives something else than was put into it.', 'Look at what stands between.')];
  } finally {
    await store.removeAll(id);
  }
}

function scanner(host: string, port: number): Promise<Finding[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('clamd does not answer')));
    socket.once('connect', () => socket.write('zPING\0'));
    socket.once('error', reject);
    socket.once('data', (data: Buffer) => {
      socket.destroy();
      if (data.toString().startsWith('PONG')) resolve([good('The virus scanner answers.')]);
      else reject(new Error('what answers is not clamd'));
    });
  });
}
