/** A text longer than this, or of more lines, is shown in part until somebody wants the rest. */
const LETTERS = 1200;
const LINES = 20;

export function isLong(text: string): boolean {
  if (text.length > LETTERS) return true;
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines > LINES;
}
