/**
 * Replaces what stands between `<!-- generated: NAME -->` and `<!-- end: NAME -->`.
 *
 * @param {string} text
 * @param {Record<string, string>} blocks by name
 * @returns {string}
 * @throws {Error} when a block is not in the text, or the text has one that is not made: either would go stale unseen
 */
export function fillBlocks(text, blocks) {
  const marked = [...text.matchAll(/<!-- generated: (\S+) -->/g)].map((match) => match[1] ?? '');
  const unknown = marked.filter((name) => blocks[name] === undefined);
  if (unknown.length > 0) throw new Error(`nothing generates the block ${unknown.join(', ')}`);
  return Object.entries(blocks).reduce((filled, [name, content]) => {
    const [start, end] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`];
    const from = filled.indexOf(start);
    const to = filled.indexOf(end);
    if (from < 0 || to < from) throw new Error(`no block ${start} … ${end}`);
    return `${filled.slice(0, from + start.length)}\n\n${content}\n\n${filled.slice(to)}`;
  }, text);
}
