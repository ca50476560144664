import { readFileSync } from 'node:fs';
import { inRoot, listFiles } from '../repository.mjs';
import { checked } from './outcome.mjs';
import { rulesNamedIn, rulesOf } from './spec-rules.mjs';

const testFile = /\.test\.(?:tsx?|mjs)$|\.spec\.ts$/;
const own = /^tooling\/test\/(?:spec-rules|asvs-table)/;

/** Holds the specification and the tests together: a title names no rule that is not there, and no rule is untested. */
export function checkSpec() {
  const rules = rulesOf(readFileSync(inRoot('packages/protocol/SPEC.md'), 'utf8'));
  const known = new Set(rules);
  const double = rules.filter((id, place) => rules.indexOf(id) !== place).map((id) => `SPEC.md has two rules ${id}`);
  /** @type {Set<string>} */
  const tested = new Set();
  const problems = ['apps', 'packages', 'e2e', 'tooling', 'bench', 'chaos']
    .flatMap((folder) => listFiles(folder))
    .filter((file) => testFile.test(file) && !own.test(file))
    .flatMap((file) => {
      const { named, misplaced } = rulesNamedIn(readFileSync(inRoot(file), 'utf8'));
      for (const id of named) tested.add(id);
      return [
        ...named.filter((id) => !known.has(id)).map((id) => `${file} names ${id}, which is not in SPEC.md`),
        ...misplaced.map(
          (id) => `${file}: ${id} has to stand at the start of a title, each number in brackets of its own`,
        ),
      ];
    });
  const bare = rules.filter((id) => !tested.has(id)).map((id) => `no test names ${id}`);
  return checked([...double, ...problems, ...bare]);
}
