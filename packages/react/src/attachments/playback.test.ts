import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeClient } from '../testing/fake-client.js';
import { makeChat, makeMessage, PEOPLE, uuid } from '../testing/fixtures.js';
import { nextSpeed, pause, play, seek, speed, stop } from './playback.js';
import { playback } from './playback-store.js';

/** The one element that plays, as far as these tests look at it. */
class Sound extends EventTarget {
  static last: Sound | undefined;
  src = '';
  preload = '';
  currentTime = 0;
  playbackRate = 1;
  constructor() {
    super();
    Sound.last = this;
  }
  play(): Promise<void> {
    this.dispatchEvent(new Event('play'));
    return Promise.resolve();
  }
  pause(): void {
    this.dispatchEvent(new Event('pause'));
  }
}

const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  vi.stubGlobal('Audio', Sound);
  vi.stubGlobal('localStorage', { setItem: (key: string, value: string) => void kept.set(key, value) });
});
afterEach(() => {
  stop();
  while (speed.get() !== 1) nextSpeed();
  vi.unstubAllGlobals();
});

function chatOfVoices() {
  const voice = (seq: number) =>
    makeMessage({
      seq,
      message: '',
      message_type: 'voice',
      attachments: [{ id: uuid(970 + seq), name: 'v.webm', type: 'audio/webm', size: 9, duration_ms: 8000 }],
    });
  const words = makeMessage({ seq: 2 });
  const client = new FakeClient({
    me: PEOPLE.customer,
    chats: [{ summary: makeChat(), messages: [voice(1), words, voice(3)] }],
  });
  client.conversation(uuid(1)).open();
  return { client, first: { attachmentId: uuid(971), chatId: uuid(1), seq: 1, durationMs: 8000 } };
}

describe('what is listened to', () => {
  test('is played at 1, 1.5 and 2 times the speed, at once, for what comes after too, and the device remembers it', async () => {
    const { client, first } = chatOfVoices();
    await play(client, first);
    expect(Sound.last?.playbackRate).toBe(1);
    const speeds = [1.5, 2, 1, 1.5].map((expected) => {
      nextSpeed();
      expect([Sound.last?.playbackRate, [...kept.values()]]).toEqual([expected, [String(expected)]]);
      return speed.get();
    });
    expect(speeds).toEqual([1.5, 2, 1, 1.5]);
    await play(client, { ...first, attachmentId: uuid(973), seq: 3 });
    expect(Sound.last?.playbackRate).toBe(1.5);
  });

  test('begins where it is told to, and goes where it is sent', async () => {
    const { client, first } = chatOfVoices();
    await play(client, first, 2500);
    expect([Sound.last?.currentTime, playback.get()?.positionMs]).toEqual([2.5, 2500]);
    seek(6000);
    expect([Sound.last?.currentTime, playback.get()?.positionMs]).toEqual([6, 6000]);
    pause();
    expect(playback.get()).toMatchObject({ playing: false, positionMs: 6000 });
  });

  test('is followed by the next voice message of its chat, and by nothing after the last', async () => {
    const { client, first } = chatOfVoices();
    await vi.waitFor(() => expect(client.conversation(uuid(1)).state.get().items).toHaveLength(3));
    await play(client, first);
    Sound.last?.dispatchEvent(new Event('ended'));
    await vi.waitFor(() => expect(playback.get()).toMatchObject({ attachmentId: uuid(973), seq: 3, playing: true }));
    Sound.last?.dispatchEvent(new Event('ended'));
    await vi.waitFor(() => expect(playback.get()).toBeNull());
  });
});
