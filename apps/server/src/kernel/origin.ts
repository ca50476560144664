/** Which web pages may talk to this server; over HTTP and WebSocket alike, since CORS does not cover WebSockets. */
export interface OriginPolicy {
  /** Of `FRONTEND_URL` and `PUBLIC_URL`, without trailing slash. */
  readonly allowed: ReadonlySet<string>;
  /** Outside production any page of this machine may. */
  readonly allowLoopback: boolean;
}

/**
 * No origin at all passes: native clients send none. The literal `null` (sandboxed frames, files) does not.
 * @param host the request's `Host` header: a page of the server's own host passes, whatever its scheme
 */
export function isAllowedOrigin(origin: string | undefined, host: string | undefined, policy: OriginPolicy): boolean {
  if (origin === undefined) return true;
  if (policy.allowed.has(origin)) return true;
  return isOwnOrigin(origin, host) || (policy.allowLoopback && isLoopback(origin));
}

/** True for a page that this very server delivered. */
export function isOwnOrigin(origin: string, host: string | undefined): boolean {
  const url = parse(origin);
  return url !== null && host !== undefined && url.host === host.toLowerCase();
}

function isLoopback(origin: string): boolean {
  const url = parse(origin);
  if (url === null) return false;
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(url.hostname);
}

/** An origin is a scheme and a host and nothing else; `https://a.example/x` is none. */
function parse(origin: string): URL | null {
  if (!URL.canParse(origin)) return null;
  const url = new URL(origin);
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === origin.toLowerCase() ? url : null;
}
