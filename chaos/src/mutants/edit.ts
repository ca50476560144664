import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { SdkFactory } from '../actors/sdk-actor.js';
import { query } from '../cluster/ground.js';

/** A change of a text that has to fit exactly once. */
export interface Edit {
  /** Under `apps/server/dist`, `apps/server/migrations/functions` or `packages/client/dist`. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const LOADER = pathToFileURL(path.join(ROOT, 'chaos/loader/register.mjs')).href;

/** @throws when the edit does not fit exactly once: the source has outgrown it */
export function applyEdit(text: string, { file, find, replace }: Edit): string {
  const times = text.split(find).length - 1;
  if (times !== 1) throw new Error(`the edit of ${file} fits ${times} times: ${find}`);
  return text.replace(find, () => replace);
}

/** The environment of a server that is loaded with these edits. */
export function editedEnv(edits: readonly Edit[]): Record<string, string> {
  return edits.length === 0 ? {} : { NODE_OPTIONS: `--import=${LOADER}`, CHAOS_EDITS: JSON.stringify(edits) };
}

/** Makes functions of a database anew with these edits, then runs `statements`. */
export async function editDatabase(url: string, edits: readonly Edit[], statements: readonly string[]): Promise<void> {
  for (const statement of statements) await query(url, statement);
  const files = new Map<string, string>();
  for (const edit of edits) {
    const before =
      files.get(edit.file) ?? (await readFile(path.join(ROOT, 'apps/server/migrations/functions', edit.file), 'utf8'));
    files.set(edit.file, applyEdit(before, edit));
  }
  for (const text of files.values()) await query(url, text);
}

/** The SDK, built, with these edits: a copy of its own, beside the one that others use. */
export async function editedSdk(edits: readonly Edit[]): Promise<SdkFactory> {
  const built = path.join(ROOT, 'packages/client/dist');
  // Inside the repository, so that it finds what it imports.
  const copy = await mkdtemp(path.join(ROOT, 'packages/client/dist/.mutant-'));
  await cp(built, copy, { recursive: true, filter: (from) => !from.includes('.mutant-') || from === copy });
  for (const edit of edits) {
    const file = path.join(copy, edit.file);
    await writeFile(file, applyEdit(await readFile(file, 'utf8'), edit));
  }
  const module = (await import(/* @vite-ignore */ pathToFileURL(path.join(copy, 'index.js')).href)) as {
    createChatClient: SdkFactory;
  };
  return module.createChatClient;
}
