import type { ChatClient } from '@stm-chat/client';
import { createStore } from '@stm-chat/client';
import { unheardBy } from './heard.js';
import { type Playing, playback } from './playback-store.js';

const SPEEDS = [1, 1.5, 2] as const;
const SPEED_KEY = 'stm-chat voice speed';

export const speed = createStore<number>(rememberedSpeed());

let audio: HTMLAudioElement | undefined;
let owner: ChatClient | undefined;
/** The last link that took the place of one that had ended: when that fails too, nobody asks again. */
let renewed: string | undefined;

function rememberedSpeed(): number {
  try {
    const kept = Number(localStorage.getItem(SPEED_KEY));
    return SPEEDS.find((each) => each === kept) ?? 1;
  } catch {
    return 1;
  }
}

/** 1, 1.5, 2, and 1 again; remembered on this device. */
export function nextSpeed(): void {
  const at = SPEEDS.findIndex((each) => each === speed.get());
  const next = SPEEDS[(at + 1) % SPEEDS.length] ?? 1;
  speed.set(next);
  if (audio !== undefined) audio.playbackRate = next;
  try {
    localStorage.setItem(SPEED_KEY, String(next));
  } catch {
    // For this page, then.
  }
}

export interface PlayRequest extends Pick<Playing, 'attachmentId' | 'chatId' | 'seq' | 'durationMs'> {
  readonly file?: Blob | undefined;
  /** The message, when it is somebody else's that I have not listened to. */
  readonly unheard?: string | undefined;
}

/** Plays from the beginning, or goes on where it was. Throws what the browser or the server says. */
export async function play(client: ChatClient, request: PlayRequest, fromMs?: number): Promise<void> {
  const now = playback.get();
  const element = player();
  owner = client;
  if (now?.attachmentId !== request.attachmentId) {
    element.pause();
    playback.set({ ...request, playing: false, positionMs: fromMs ?? 0 });
    element.src =
      request.file === undefined
        ? (await client.fileLink(request.attachmentId)).url
        : URL.createObjectURL(request.file);
  }
  if (fromMs !== undefined) element.currentTime = fromMs / 1000;
  element.playbackRate = speed.get();
  await element.play();
  // What did not arrive is told the next time that it is played.
  if (request.unheard !== undefined) {
    client.call('mark_played', { chatId: request.chatId, messageId: request.unheard }).catch(() => undefined);
  }
}

export function pause(): void {
  audio?.pause();
}

export function seek(ms: number): void {
  if (audio === undefined) return;
  audio.currentTime = ms / 1000;
  tell({ positionMs: ms });
}

/** Ends it, and takes it off the page. */
export function stop(): void {
  audio?.pause();
  playback.set(null);
}

function player(): HTMLAudioElement {
  if (audio !== undefined) return audio;
  const made = (audio = new Audio());
  made.preload = 'auto';
  made.addEventListener('play', () => tell({ playing: true }));
  made.addEventListener('pause', () => tell({ playing: false }));
  made.addEventListener('timeupdate', () => tell({ positionMs: made.currentTime * 1000 }));
  made.addEventListener('ended', () => void playNext());
  made.addEventListener('error', () => void goOn());
  return made;
}

/** A link lasts ten minutes, a voice message may be paused for an hour: it goes on by a new one, where it was. */
async function goOn(): Promise<void> {
  const now = playback.get();
  if (now === null || owner === undefined || audio === undefined || audio.src.startsWith('blob:')) return;
  const used = audio.src;
  if (used === renewed) return stop();
  try {
    const { url } = await owner.fileLink(now.attachmentId, { fresh: true });
    if (playback.get()?.attachmentId !== now.attachmentId || audio.src !== used) return;
    audio.src = url;
    renewed = audio.src;
    audio.currentTime = now.positionMs / 1000;
    audio.playbackRate = speed.get();
    if (now.playing) await audio.play();
  } catch {
    stop();
  }
}

function tell(change: Partial<Playing>): void {
  const now = playback.get();
  if (now !== null) playback.set({ ...now, ...change });
}

/** The next voice message of the chat follows by itself. */
async function playNext(): Promise<void> {
  const now = playback.get();
  if (now === null || owner === undefined) return;
  const { items } = owner.conversation(now.chatId).state.get();
  for (const item of items) {
    if (item.kind !== 'message' || item.message.message_type !== 'voice' || now.seq === null) continue;
    const { seq, chatId, attachments } = item.message;
    const unheard = unheardBy(owner.me.get()?.id ?? null, item.message);
    const [sound] = attachments;
    if (seq <= now.seq || sound === undefined) continue;
    return play(owner, { attachmentId: sound.id, chatId, seq, durationMs: sound.duration_ms ?? 0, unheard }).catch(() =>
      stop(),
    );
  }
  // Nothing is listened to any more, in this chat or over another one.
  stop();
}
