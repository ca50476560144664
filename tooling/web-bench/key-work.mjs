/**
 * How long the page's main thread takes from a key to the end of the frame that shows what it did, by a trace, without
 * any slow-down. Counted from the moment the page gets the key: waiting for a busy machine before or after is left out,
 * so this says something on a machine that is not quiet.
 *
 * @param {import('@playwright/test').Browser} browser
 * @param {import('@playwright/test').Page} page
 * @param {string} key
 * @returns {Promise<number>} milliseconds
 */
export async function keyWork(browser, page, key) {
  const devtools = await browser.newBrowserCDPSession();
  /** @type {{ name: string, ph: string, pid: number, tid: number, ts: number, dur?: number, args: { data?: { type?: string } } }[]} */
  const events = [];
  devtools.on('Tracing.dataCollected', ({ value }) =>
    events.push(.../** @type {typeof events} */ (/** @type {unknown} */ (value))),
  );
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'cc'] },
  });
  await page.keyboard.press(key);
  // Two frames later the one that shows it has been handed over.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
  await devtools.send('Tracing.end');
  await complete;
  await devtools.detach();
  const pressed = events.find(({ name, args }) => name === 'EventDispatch' && args.data?.type === 'keydown');
  const shown = events
    .filter(
      ({ name, ph, pid, tid, ts }) =>
        name === 'ProxyMain::BeginMainFrame' &&
        ph === 'X' &&
        pid === pressed?.pid &&
        tid === pressed.tid &&
        ts > pressed.ts,
    )
    .toSorted((a, b) => a.ts - b.ts)[0];
  if (pressed === undefined || shown === undefined) throw new Error(`The trace knows of no frame after ${key}`);
  return (shown.ts + (shown.dur ?? 0) - pressed.ts) / 1000;
}
