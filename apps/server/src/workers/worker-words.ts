import { z } from 'zod';

/** What the first process tells each of the others: once, when it is asked, and when it is to end. */
export const toWorker = z.union([
  z.object({ kind: z.literal('begin'), index: z.int().positive(), folder: z.string() }),
  z.object({ kind: z.literal('drain') }),
]);
export type ToWorker = z.infer<typeof toWorker>;

/** What they say: that they are ready to be told, and that they listen, with what is to be said of it. */
export const fromWorker = z.union([
  z.object({ kind: z.literal('here') }),
  z.object({ kind: z.literal('listening'), lines: z.array(z.string()) }),
]);
export type FromWorker = z.infer<typeof fromWorker>;

export const relayPath = (folder: string): string => `${folder}/relay.sock`;
export const workerPath = (folder: string, index: number): string => `${folder}/${index}.sock`;
