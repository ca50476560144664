/** What a person sees while something takes long. */

/** @param {number} since from performance.now() */
export function elapsed(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/**
 * Says that work goes on: on a terminal in one line that changes, elsewhere in a line every ten seconds.
 *
 * @param {() => string} describe
 * @returns {() => void} ends it
 */
export function showProgress(describe) {
  const terminal = process.stdout.isTTY;
  const say = () => process.stdout.write(terminal ? `\r\u001b[K  ${describe()}` : `  ${describe()}\n`);
  const timer = setInterval(say, terminal ? 500 : 10_000);
  return () => {
    clearInterval(timer);
    if (terminal) process.stdout.write('\r\u001b[K');
  };
}
