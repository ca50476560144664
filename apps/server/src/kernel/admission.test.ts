import { expect, it } from 'vitest';
import { AdmissionQueue } from './admission.js';

function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

it('[CM8] admits the calls of one key in order, although an earlier one takes longer to be admitted', async () => {
  const queue = new AdmissionQueue();
  const slow = gate();
  const admitted: string[] = [];
  const first = queue.admit('7:chat', async () => {
    await slow.opened;
    admitted.push('first');
  });
  const second = queue.admit('7:chat', async () => void admitted.push('second'));
  await queue.admit('8:chat', async () => void admitted.push('other key'));
  slow.open();
  await Promise.all([first, second]);
  expect(admitted).toEqual(['other key', 'first', 'second']);
});

it('waits for admission only: a call that runs on does not hold up the next', async () => {
  const queue = new AdmissionQueue();
  const endless = gate();
  await queue.admit('k', async () => ({ running: endless.opened }));
  await expect(queue.admit('k', async () => 'admitted')).resolves.toBe('admitted');
});

it('goes on after a call that failed', async () => {
  const queue = new AdmissionQueue();
  const failing = queue.admit('k', () => Promise.reject(new Error('no')));
  const next = queue.admit('k', async () => 'next');
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBe('next');
});
