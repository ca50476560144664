declare const self: ServiceWorkerGlobalScope;
/** Put in by the build: every file of the page, and a name that changes with any of them. */
declare const PAGE_FILES: readonly string[];
declare const PAGE_VERSION: string;

const PREFIX = 'stm-chat-page ';
const NAME = `${PREFIX}${PAGE_VERSION}`;
const SHELL = '/index.html';

/** Addresses that the page's router knows; all others are the server's. Kept with the routes of `signed-in.tsx`. */
const PAGE_PATHS =
  /^\/(?:login|chats|(?:chats|cases)\/[0-9a-fA-F-]{36}|cases|cases(?:\/[0-9a-fA-F-]{36})?|admin(?:\/\w+)?)?\/?$/;

/** Fetches the whole page of this version; an old one stays complete for the pages that run it. */
export async function keepPage(): Promise<void> {
  const cache = await caches.open(NAME);
  // Past the browser's own cache, which may hold files of another version under the names without a hash.
  await cache.addAll(PAGE_FILES.map((file) => new Request(file, { cache: 'reload' })));
}

/** The versions before this one are not needed any more. */
export async function clearOldPages(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The kept file for a request of the page; undefined for everything that only the server can answer. */
export function answerPage(request: Request): Promise<Response> | undefined {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return undefined;
  if (request.mode === 'navigate') return PAGE_PATHS.test(url.pathname) ? keptOr(SHELL, request) : undefined;
  return PAGE_FILES.includes(url.pathname) || url.pathname.startsWith('/assets/')
    ? keptOr(url.pathname, request)
    : undefined;
}

/** Files with a hash may be of the version before, which a page that is still open runs. */
async function keptOr(file: string, request: Request): Promise<Response> {
  const cache = await caches.open(NAME);
  return (await cache.match(file)) ?? (await caches.match(file)) ?? fetch(request);
}
