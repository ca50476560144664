// Changes the text of modules while they are loaded. An edit that does not fit exactly once ends the process: a mutant
// that the source has outgrown may never pass for one that was caught.

/** @type {readonly { readonly file: string, readonly find: string, readonly replace: string }[]} */
let edits = [];

/** @param {typeof edits} data */
export function initialize(data) {
  edits = data;
}

/**
 * @param {string} url
 * @param {unknown} context
 * @param {(url: string, context: unknown) => Promise<{ source?: string | Uint8Array }>} nextLoad
 */
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  const mine = edits.filter(({ file }) => url.endsWith(`/apps/server/dist/${file}`));
  if (mine.length === 0 || loaded.source === undefined) return loaded;
  let text = Buffer.from(loaded.source).toString();
  for (const { file, find, replace } of mine) {
    const times = text.split(find).length - 1;
    if (times !== 1) throw new Error(`the edit of ${file} fits ${times} times: ${find}`);
    text = text.replace(find, () => replace);
  }
  return { ...loaded, source: text };
}
