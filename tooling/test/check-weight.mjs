import { BUDGETS, firstLoad, inKilobytes, partWeight, sdkWeight } from '../weight/measure-weight.mjs';
import { checked } from './outcome.mjs';

/** Refuses a page that grew too heavy for a cheap phone. */
export async function checkWeight() {
  const files = firstLoad();
  const first = files.reduce((total, { bytes }) => total + bytes, 0);
  const sdk = await sdkWeight();
  const part = await partWeight();
  const problems = [];
  // The page names at least its own script and the one that sets the colours: else this read something else.
  if (files.length < 2) problems.push(`the page names ${files.length} scripts: nothing was measured`);
  if (first > BUDGETS.firstLoad) {
    problems.push(
      `the first load has ${inKilobytes(first)} of JavaScript; ${inKilobytes(BUDGETS.firstLoad)} is the most`,
    );
    problems.push(...files.map(({ file, bytes }) => `  ${inKilobytes(bytes).padStart(9)} ${file}`));
  }
  if (sdk > BUDGETS.sdk) {
    problems.push(`the SDK has ${inKilobytes(sdk)} beside socket.io-client; ${inKilobytes(BUDGETS.sdk)} is the most`);
  }
  if (part > BUDGETS.part) {
    problems.push(`one small component brings ${inKilobytes(part)} with it; ${inKilobytes(BUDGETS.part)} is the most`);
  }
  return checked(
    problems,
    `first load ${inKilobytes(first)}, SDK ${inKilobytes(sdk)}, one component ${inKilobytes(part)} (gzip)`,
  );
}
