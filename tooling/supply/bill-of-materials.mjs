/** The software bill of materials, CycloneDX: npm's own, of the whole lockfile, less what is never shipped. */
import { readFileSync } from 'node:fs';
import { inRoot } from '../repository.mjs';
import { npmCommand } from '../install/npm-command.mjs';
import { runCommand } from '../run-command.mjs';
import { lockedPackages, nameOf, shippedPackages } from './locked.mjs';

/**
 * @typedef {{ 'bom-ref': string, name: string, version: string, scope?: string, properties?: { name: string, value: string }[] }} Component
 * @typedef {{ metadata: { component: Component & { type: string } }, components: Component[],
 *   dependencies: { ref: string, dependsOn?: string[] }[] }} Bill
 */

/**
 * Leaves what is shipped. `npm sbom --omit dev` would also leave out what is both a tool and shipped, as zod is.
 *
 * @param {Bill} bill of everything
 * @param {Record<string, import('./locked.mjs').Locked>} packages
 * @param {{ name: string, version: string }} product
 * @returns {Bill}
 */
export function shippedOnly(bill, packages, product) {
  const kept = new Set(
    [...shippedPackages(packages)].map((path) => {
      const entry = packages[path] ?? {};
      return `${nameOf(path, entry)}@${entry.version}`;
    }),
  );
  const own = bill.metadata.component['bom-ref'];
  const components = bill.components
    .filter((component) => kept.has(component['bom-ref']))
    .map(({ properties = [], ...component }) => ({
      ...component,
      properties: properties.filter(({ name }) => name !== 'cdx:npm:package:development'),
    }));
  const there = new Set(components.map((component) => component['bom-ref']));
  const missing = [...kept].filter((ref) => !there.has(ref));
  if (missing.length > 0) throw new Error(`npm's list lacks ${missing.join(', ')}`);
  return {
    ...bill,
    metadata: {
      ...bill.metadata,
      component: { ...bill.metadata.component, type: 'application', name: product.name, version: product.version },
    },
    components,
    dependencies: bill.dependencies
      .filter(({ ref }) => ref === own || there.has(ref))
      .map(({ ref, dependsOn = [] }) => ({
        ref,
        dependsOn: ref === own ? [...there] : dependsOn.filter((on) => there.has(on)),
      })),
  };
}

/** @returns {Promise<Bill>} @throws {Error} when npm cannot say it, or leaves something out */
export async function billOfMaterials() {
  const { command, args } = npmCommand();
  const { code, output } = await runCommand(command, [
    ...args,
    'sbom',
    '--sbom-format',
    'cyclonedx',
    '--package-lock-only',
  ]);
  if (code !== 0) throw new Error(`npm sbom ended with ${code}: ${output}`);
  const product = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return shippedOnly(JSON.parse(output), lockedPackages(), product);
}
