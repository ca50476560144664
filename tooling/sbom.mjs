/** `npm run sbom -- [file]`: the bill of materials of what is shipped, CycloneDX 1.5, to a file or to the output. */
import { writeFileSync } from 'node:fs';
import { billOfMaterials } from './supply/bill-of-materials.mjs';

const [file] = process.argv.slice(2);
const bill = await billOfMaterials();
const text = `${JSON.stringify(bill, null, 2)}\n`;
if (file === undefined) process.stdout.write(text);
else {
  writeFileSync(file, text);
  process.stdout.write(`${bill.components.length} packages in ${file}\n`);
}
