import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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
function applyEdit(text: string, { file, find, replace }: Edit): string {
  const times = text.split(find).length - 1;
  if (times !== 1) throw new Error(`the edit of ${file} fits ${times} times: ${find}`);
  return text.replace(find, () => replace);
}

/** The environment of a server that is loaded with these edits. */
export function editedEnv(edits: readonly Edit[]): Record<string, string> {
  return edits.length === 0 ? {} : { NODE_OPTIONS: `--import=${LOADER}`, CHAOS_EDITS: JSON.stringify(edits) };
}

/** Runs `statements`, then makes functions of a database anew with these edits. */
export async function editDatabase(url: string, edits: readonly Edit[], statements: readonly string[]): Promise<void> {
  for (const statement of statements) await query(url, statement);
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const mine = edits.filter((edit) => edit.file === file);
    await query(url, mine.reduce(applyEdit, await functionFile(file)));
  }
}

/** Makes those functions again as they should be, then runs `statements`. */
export async function restoreDatabase(
  url: string,
  edits: readonly Edit[],
  statements: readonly string[],
): Promise<void> {
  for (const file of new Set(edits.map((edit) => edit.file))) await query(url, await functionFile(file));
  for (const statement of statements) await query(url, statement);
}

function functionFile(file: string): Promise<string> {
  return readFile(path.join(ROOT, 'apps/server/migrations/functions', file), 'utf8');
}

/** The SDK, built, with these edits: a copy of its own, beside the one that others use. */
export async function editedSdk(edits: readonly Edit[]): Promise<SdkFactory> {
  const built = path.join(ROOT, 'packages/client/dist');
  // Inside the repository, so that it finds what it imports; under a new name, since modules are loaded once.
  const copies = path.join(ROOT, 'packages/client/.cache/mutants');
  await rm(copies, { recursive: true, force: true });
  const copy = path.join(copies, String(process.hrtime.bigint()));
  await cp(built, copy, { recursive: true, filter: (from) => !/\.(?:map|d\.ts|tsbuildinfo)$/.test(from) });
  for (const edit of edits) {
    const file = path.join(copy, edit.file);
    await writeFile(file, applyEdit(await readFile(file, 'utf8'), edit));
  }
  for (const name of await readdir(copy, { recursive: true })) {
    if (!name.endsWith('.js')) continue;
    const file = path.join(copy, name);
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^\/\/# sourceMappingURL.*$/m, ''));
  }
  const module = (await import(/* @vite-ignore */ pathToFileURL(path.join(copy, 'index.js')).href)) as {
    createChatClient: SdkFactory;
  };
  return module.createChatClient;
}
