import type { TestServer, TestUser } from '../../../testing/test-server.js';

// Answers of the wire: tests look into them as a client does.
// oxlint-disable-next-line typescript/no-explicit-any
type Wire = any;

/** What either door answered. */
export interface DoorAnswer {
  /** The object that was asked for; undefined for a refusal. */
  readonly body: Wire;
  /** Undefined for a success. */
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

/** Calls a command of the messages feature through one of the doors. */
export type Door = (command: keyof typeof routes, input: Record<string, unknown>) => Promise<DoorAnswer>;

export const DOORS = ['socket', 'rest'] as const;

const chat = ({ chatId }: Wire) => `/api/chat/${chatId}/messages`;
const one = (input: Wire) => `${chat(input)}/${input.messageId}`;

const routes = {
  send_message: ['POST', chat, ['chatId']],
  edit_message: ['PUT', one, ['chatId', 'messageId']],
  delete_message: ['DELETE', one, ['chatId', 'messageId']],
  react: ['PUT', (input: Wire) => `${one(input)}/reactions`, ['chatId', 'messageId']],
} as const;

/** @param kind over a socket of its own, which has joined nothing, or over REST */
export async function openDoor(server: TestServer, user: TestUser, kind: (typeof DOORS)[number]): Promise<Door> {
  if (kind === 'socket') {
    const { call } = await server.socket(user.token);
    return async (command, input) => {
      const answer = await call(command, input);
      return { body: answer.message, error: answer.error };
    };
  }
  return async (command, input) => {
    const [method, path, inPath] = routes[command];
    const body = Object.fromEntries(Object.entries(input).filter(([key]) => !inPath.includes(key as never)));
    const sent = Object.keys(body).length === 0 ? undefined : body;
    const answer = await server.rest(user.token, method, path(input), sent);
    return answer.status < 300
      ? { body: answer.body, error: undefined }
      : { body: undefined, error: { code: answer.body.code, message: answer.body.detail } };
  };
}
