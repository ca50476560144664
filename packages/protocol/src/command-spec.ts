// What a line of the table of commands says. Types alone: no dependency.

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Who may call: anybody, a signed-in user, or an admin and the host platform's service token. */
export type Audience = 'anyone' | 'user' | 'admin';

export interface RestSpec {
  readonly method: HttpMethod;
  readonly path: string;
  /** Of a first success; 200 when left out. */
  readonly status?: number;
  /** A JSON body may come as `text/plain`: the guide's own login call sends no content type. */
  readonly acceptsTextPlain?: true;
  /** What happens to the refresh token, which may travel in a cookie. */
  readonly session?: 'opens' | 'renews' | 'ends';
}

export interface CommandSpec {
  /** The socket door binds it to the event of its name. */
  readonly socket: boolean;
  /** The REST door makes this route; `:params` are fields of the input. `status` is that of a first success (200). */
  readonly rest?: RestSpec;
  readonly audience: Audience;
  /** Under which key an acknowledgement carries the output; without one the acknowledgement is `{ ok: true }`. */
  readonly ack?: string;
}
