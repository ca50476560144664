import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An S3-compatible store on loopback: PUT, GET with a range, DELETE and lists, for whoever signs with its key. */
export interface FakeS3 {
  readonly endpoint: string;
  readonly objects: ReadonlyMap<string, Buffer>;
  /** While true every call is answered 503. */
  fail(on: boolean): void;
  close(): Promise<void>;
}

export async function startFakeS3(accessKeyId: string): Promise<FakeS3> {
  const objects = new Map<string, Buffer>();
  let failing = false;
  const server = createServer((request, response) => {
    const body: Buffer[] = [];
    request.on('data', (data: Buffer) => body.push(data));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const key = decodeURIComponent(url.pathname.slice(1));
      const signed = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/`;
      if (failing) return response.writeHead(503).end();
      if (!(request.headers.authorization ?? '').startsWith(signed)) return response.writeHead(403).end();
      if (request.method === 'PUT') {
        objects.set(key, Buffer.concat(body));
        return response.writeHead(200).end();
      }
      if (request.method === 'DELETE') {
        objects.delete(key);
        return response.writeHead(204).end();
      }
      if (url.searchParams.get('list-type') === '2') {
        const prefix = `${key}/${url.searchParams.get('prefix') ?? ''}`;
        const found = [...objects.keys()]
          .filter((name) => name.startsWith(prefix))
          .map((name) => name.slice(key.length + 1));
        return response
          .writeHead(200)
          .end(
            `<ListBucketResult>${found.map((name) => `<Contents><Key>${name}</Key></Contents>`).join('')}</ListBucketResult>`,
          );
      }
      const object = objects.get(key);
      if (object === undefined) return response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
      const [, from = '0', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
      const part = object.subarray(Number(from), to === '' ? undefined : Number(to) + 1);
      return response.writeHead(206, { 'Content-Length': part.length }).end(part);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    fail: (on) => {
      failing = on;
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
