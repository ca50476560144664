import { readFile, writeFile } from 'node:fs/promises';

/** Puts what a command measured between its two marks in a document. @throws when the document has no such marks */
export async function publishBlock(file: string, name: string, text: string): Promise<void> {
  const [start, end] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`];
  const document = await readFile(file, 'utf8');
  const [from, to] = [document.indexOf(start), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no block ${start} … ${end}`);
  await writeFile(file, `${document.slice(0, from + start.length)}\n\n${text.trim()}\n\n${document.slice(to)}`);
}
