import { listFiles } from '../repository.mjs';
import { checked } from './outcome.mjs';

/** Names under which anything could be found, so nothing is. Of a folder, or of a whole part of a file's name. */
const empty = /^(?:utils?|helpers?|common|shared|base|manager|misc)$/;
const packageRoot = /^packages\/[^/]+\/src\/index\.ts$/;

/**
 * @param {string} file
 * @returns {string | undefined}
 */
function problemWith(file) {
  const words = file.split('/').flatMap((part) => part.split('.'));
  const word = words.find((candidate) => empty.test(candidate));
  if (word) return `${file}: "${word}" says nothing about what is in it`;
  if (/\/index\.tsx?$/.test(file) && !packageRoot.test(file)) return `${file}: index files are for package roots alone`;
  return undefined;
}

/** Refuses files whose names do not say what is in them. */
export function checkNames() {
  const sources = ['apps', 'packages', 'chaos', 'tooling', 'e2e']
    .flatMap((folder) => listFiles(folder))
    .filter((file) => /\/src\/|^tooling|^e2e/.test(file));
  return checked(sources.map(problemWith).filter((problem) => problem !== undefined));
}
