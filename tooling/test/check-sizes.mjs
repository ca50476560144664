import { readFileSync } from 'node:fs';
import { inRoot, listFiles } from '../repository.mjs';
import { checked } from './outcome.mjs';

const folders = ['apps', 'packages', 'tooling', 'e2e', 'bench', 'chaos'];
const source = /\.(?:ts|tsx|mjs|cjs)$/;
const exempt = /\.test\.(?:tsx?|mjs)$|\.spec\.ts$|\.generated\./;

/** Lines from which a source is long, and from which it is refused. Tests, SQL and styles may be longer. */
const long = 250;
const refused = 400;

/** @param {string} file */
function countLines(file) {
  return readFileSync(inRoot(file), 'utf8').trimEnd().split('\n').length;
}

/** Refuses sources that nobody reads to their end. */
export function checkSizes() {
  const sources = folders
    .flatMap((folder) => listFiles(folder))
    .filter((file) => source.test(file) && !exempt.test(file));
  const sized = sources.map((file) => ({ file, lines: countLines(file) })).filter(({ lines }) => lines > long);
  const problems = sized
    .filter(({ lines }) => lines > refused)
    .map(({ file, lines }) => `${file} has ${lines} lines; over ${refused} is refused`);
  const remarks = sized
    .filter(({ lines }) => lines <= refused)
    .map(({ file, lines }) => `${file} has ${lines} lines; over ${long} is long`);
  return checked(problems, remarks.join('\n'));
}
