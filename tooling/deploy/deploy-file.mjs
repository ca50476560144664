/** Reading the files of `deploy/` and of the root that put the server somewhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { inRoot } from '../repository.mjs';

/** @param {string} file path from the root */
export const textOf = (file) => readFileSync(inRoot(file), 'utf8');

/**
 * The documents of a YAML file, with its anchors and merges resolved. What YAML itself objects to throws.
 *
 * @param {string} file path from the root
 * @returns {any[]}
 */
export function yamlOf(file) {
  return parseAllDocuments(textOf(file), { merge: true, strict: true, uniqueKeys: true }).map((document) => {
    if (document.errors.length > 0 || document.warnings.length > 0) {
      throw new Error(`${file}: ${[...document.errors, ...document.warnings].join('\n')}`);
    }
    return document.toJS();
  });
}

/** @param {string} folder path from the root */
export const yamlFilesIn = (folder) =>
  readdirSync(inRoot(folder))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => `${folder}/${file}`);

/**
 * What an operator types where a file leaves a gap: `${NAME}`, `${NAME:-default}`, `${NAME:?why}`.
 *
 * @param {string} text
 * @param {Readonly<Record<string, string>>} given
 */
export function filledIn(text, given) {
  return text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name, kind, rest) => {
    const value = given[name] ?? (kind === '-' ? rest : undefined);
    if (value === undefined) throw new Error(`Nobody says what ${name} is`);
    return value;
  });
}
