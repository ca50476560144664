/**
 * How long the page's main thread works from a key to the end of the frame that shows what it did, by a trace, without
 * any slow-down: the processor's time of its tasks between the two. What it waits for is left out, a display's next frame
 * and a machine that is busy with something else, so this says something on a machine that is not quiet.
 *
 * @param {import('@playwright/test').Browser} browser
 * @param {import('@playwright/test').Page} page
 * @param {string} key
 * @returns {Promise<number>} milliseconds
 */
export async function keyWork(browser, page, key) {
  const devtools = await browser.newBrowserCDPSession();
  /** @type {{ name: string, ph: string, pid: number, tid: number, ts: number, dur?: number, tdur?: number, args: { data?: { type?: string } } }[]} */
  const events = [];
  devtools.on('Tracing.dataCollected', ({ value }) =>
    events.push(.../** @type {typeof events} */ (/** @type {unknown} */ (value))),
  );
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'cc'] },
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
  const end = shown.ts + (shown.dur ?? 0);
  const tasks = events.filter(
    ({ name, ph, pid, tid, ts, dur = 0 }) =>
      name === 'RunTask' &&
      ph === 'X' &&
      pid === pressed.pid &&
      tid === pressed.tid &&
      ts < end &&
      ts + dur > pressed.ts,
  );
  const work = tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000;
  if (work === 0) throw new Error(`The trace knows of no work after ${key}`);
  return work;
}
