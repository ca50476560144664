/** The oldest Node that everything here runs on. */
export const minimumNode = '20.19.0';

/**
 * @param {string} version such as 20.19.0
 * @param {string} [minimum]
 */
export function isNewEnough(version, minimum = minimumNode) {
  const [have, want] = [version, minimum].map((text) => text.split('.').map((part) => parseInt(part, 10)));
  for (const place of [0, 1, 2]) {
    const difference = (have?.[place] ?? 0) - (want?.[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
