import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { record } from './recording.js';

/** A recorder that says in which state it is, and gives one piece at its end. */
class Recorder extends EventTarget {
  static isTypeSupported = (type: string) => type.startsWith('audio/webm');
  state: RecordingState = 'inactive';
  readonly mimeType = 'audio/webm;codecs=opus';
  start(): void {
    this.state = 'recording';
  }
  pause(): void {
    this.state = 'paused';
  }
  resume(): void {
    this.state = 'recording';
  }
  stop(): void {
    this.state = 'inactive';
    this.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob(['sound']) }));
    this.dispatchEvent(new Event('stop'));
  }
}

const track = { stop: vi.fn() };
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: async () => ({ getTracks: () => [track] }) } });
  vi.stubGlobal('MediaRecorder', Recorder);
  vi.stubGlobal(
    'AudioContext',
    class {
      state = 'running';
      createAnalyser = () => ({ fftSize: 0, getFloatTimeDomainData: (to: Float32Array) => to.fill(0.25) });
      createMediaStreamSource = () => ({ connect: () => undefined });
      close = async () => undefined;
    },
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('[VO1] a pause is not in what was recorded: neither in its length nor in its picture', async () => {
  const changed = vi.fn();
  const recording = await record(changed);
  vi.advanceTimersByTime(3000);
  const heard = recording.levels.length;
  expect(heard).toBeGreaterThan(40);
  recording.pause();
  expect([recording.paused, recording.durationMs]).toEqual([true, 3000]);
  vi.advanceTimersByTime(60_000);
  expect([recording.levels.length, recording.durationMs]).toEqual([heard, 3000]);
  recording.resume();
  expect(recording.paused).toBe(false);
  vi.advanceTimersByTime(2000);
  expect(recording.levels.length).toBeGreaterThan(heard);
  const { durationMs, file, peaks } = await recording.finish();
  expect([durationMs, file.type, await file.text()]).toEqual([5000, 'audio/webm', 'sound']);
  expect(Math.min(...peaks)).toBeGreaterThan(0);
  expect(track.stop).toHaveBeenCalled();
});

test('[VO1] at fifteen minutes it pauses and says so', async () => {
  const changed = vi.fn();
  const recording = await record(changed);
  vi.advanceTimersByTime(14 * 60_000);
  expect(changed).not.toHaveBeenCalledWith(true);
  vi.advanceTimersByTime(60_000);
  expect(changed).toHaveBeenCalledWith(true);
  expect(recording.paused).toBe(true);
  expect(recording.durationMs).toBeLessThanOrEqual(15 * 60_000);
  recording.discard();
});
