import type { DetailedError, Upload } from 'tus-js-client';
import { ChatError } from '../chat-error.js';
import { errorOf } from '../transport/wire-answer.js';

/** One attempt to bring a file to the server. */
export interface Transfer {
  /** Stops it; what the server has stays there. */
  abort(): void;
}

export interface TransferTask {
  readonly file: Blob;
  readonly metadata: Readonly<Record<string, string>>;
  /** Where an earlier attempt got to. */
  readonly url: string | undefined;
  readonly onUrl: (url: string) => void;
  readonly onProgress: (sent: number) => void;
  /** All bytes are there. */
  readonly onDone: () => void;
  /** `not_found`: the server does not know the upload of `url` any more. */
  readonly onError: (error: ChatError) => void;
}

/** How bytes get to the server: a seam for tests. */
export interface Transfers {
  begin(task: TransferTask): Transfer;
  /** Tells the server that nobody wants this upload any more; in vain is no harm, since it sweeps. */
  cancel(url: string): Promise<void>;
}

export interface TusOptions {
  /** The server's origin, or ''. */
  readonly url: string;
  readonly token: (options: { readonly forceRefresh: boolean }) => Promise<string>;
}

/** A request that carries so much is done within the time that a server gives it, also over a slow line. */
const CHUNK_BYTES = 8 * 1024 * 1024;

/** By tus 1.0. The library is loaded with the first file. */
export function tusTransfers({ url: origin, token }: TusOptions): Transfers {
  /** The token that the server refused last. */
  let refused: string | undefined;
  const authorised = async (request: TusRequest, used: (token: string) => void = () => undefined) => {
    const present = await token({ forceRefresh: false });
    const good = present === refused ? await token({ forceRefresh: true }) : present;
    used(good);
    request.setHeader('Authorization', `Bearer ${good}`);
  };
  return {
    begin(task) {
      let upload: Upload | undefined;
      let aborted = false;
      let used: string | undefined;
      const fail = (error: ChatError) => {
        if (!aborted) task.onError(error);
      };
      const start = (tus: Tus, file: Blob) => {
        if (aborted) return;
        upload = new tus.Upload(file, {
          endpoint: `${origin}/api/uploads`,
          uploadUrl: task.url ?? null,
          metadata: { ...task.metadata },
          chunkSize: CHUNK_BYTES,
          // When to try again is decided outside, where the network is known.
          retryDelays: null,
          storeFingerprintForResuming: false,
          onBeforeRequest: (request) => authorised(request, (sent) => (used = sent)),
          onUploadUrlAvailable: () => upload?.url != null && task.onUrl(upload.url),
          onProgress: (sent) => task.onProgress(sent),
          onSuccess: () => task.onDone(),
          onError: (error) => {
            const found = toError(error);
            if (found.code === 'unauthorized' || found.code === 'token_expired') refused = used;
            if (isAnswered(error)) return fail(found);
            // That the file is gone looks like a network that is away.
            void canRead(task.file).then((can) => fail(can ? found : unreadable()));
          },
        });
        upload.start();
      };
      void load().then(
        (tus) =>
          readable(task.file)
            .catch(() => undefined)
            .then((file) => (file === undefined ? fail(unreadable()) : start(tus, file))),
        () => fail(new ChatError('unavailable', 'The part that uploads files could not be loaded')),
      );
      return {
        abort() {
          aborted = true;
          void upload?.abort(false).catch(() => undefined);
        },
      };
    },
    async cancel(url) {
      const tus = await load();
      await tus.Upload.terminate(url, { onBeforeRequest: (request) => authorised(request), retryDelays: null }).catch(
        () => undefined,
      );
    },
  };
}

type Tus = typeof import('tus-js-client');
interface TusRequest {
  setHeader(name: string, value: string): void;
}

function load(): Promise<Tus> {
  return import('tus-js-client');
}

/** In Node the library takes no Blob, but Node's own kind of bytes. */
async function readable(file: Blob): Promise<Blob> {
  const { Buffer: NodeBytes } = globalThis as { readonly Buffer?: { from(bytes: ArrayBuffer): Blob } };
  return typeof window === 'undefined' && NodeBytes !== undefined ? NodeBytes.from(await file.arrayBuffer()) : file;
}

/** A file of a disk may be deleted, moved or changed while it is on its way; browsers then refuse to read it. */
function canRead(file: Blob): Promise<boolean> {
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
}

function unreadable(): ChatError {
  return new ChatError('invalid_payload', 'The file cannot be read any more');
}

function answerOf(error: Error | DetailedError): DetailedError['originalResponse'] {
  return 'originalResponse' in error ? error.originalResponse : null;
}

function isAnswered(error: Error | DetailedError): boolean {
  return answerOf(error) !== null;
}

function toError(error: Error | DetailedError): ChatError {
  const response = answerOf(error);
  if (response === null) return new ChatError('unavailable', 'The server cannot be reached', { cause: error });
  const status = response.getStatus();
  // An offset that is not the server's: it is asked for again.
  if (status === 409 || status === 423 || status === 460) {
    const said = errorOf(parsed(response.getBody()), 'unavailable', 'The upload was interrupted');
    return said;
  }
  const fallback =
    status === 404 || status === 410 ? 'not_found' : status === 413 ? 'payload_too_large' : 'unavailable';
  return errorOf(parsed(response.getBody()), fallback, `The server answered ${status}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
