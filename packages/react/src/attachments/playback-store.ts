import { createStore } from '@stm-chat/client';

/** What is being listened to. One at a time, for the whole page: it goes on while one looks at other chats. */
export interface Playing {
  readonly attachmentId: string;
  readonly chatId: string;
  /** Its message's place; null while that is on its way. */
  readonly seq: number | null;
  readonly playing: boolean;
  readonly positionMs: number;
  readonly durationMs: number;
}

export const playback = createStore<Playing | null>(null);
