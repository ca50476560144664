import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { build, preview } from 'vite';

const ROOT = fileURLToPath(new URL('../../.cache/host-page', import.meta.url));
const STYLES = fileURLToPath(new URL('../../packages/react/src/styles.css', import.meta.url));

/** A page of a host, whose bundler writes styles for browsers without `light-dark()`, as Next.js does by default. */
async function serveHost(own: string) {
  await mkdir(ROOT, { recursive: true });
  await writeFile(path.join(ROOT, 'own.css'), own);
  await writeFile(path.join(ROOT, 'main.js'), `import ${JSON.stringify(STYLES)};\nimport './own.css';\n`);
  await writeFile(
    path.join(ROOT, 'index.html'),
    '<!doctype html><div class="stm-root"><button class="stm-button">Send</button></div><script type="module" src="./main.js"></script>',
  );
  const outDir = path.join(ROOT, 'dist');
  const how = { root: ROOT, configFile: false, logLevel: 'error' } as const;
  await build({ ...how, build: { outDir, emptyOutDir: true, cssTarget: 'chrome111', cssMinify: 'lightningcss' } });
  return preview({ ...how, build: { outDir }, preview: { port: 5178, strictPort: true } });
}

test('in a page of a host, old styles or new, the colours are there: light, or as the page says', async ({ page }) => {
  test.slow();
  for (const [own, ink] of [
    ['body { margin: 0 }', 'rgb(21, 28, 44)'],
    [':root { color-scheme: dark }', 'rgb(233, 237, 245)'],
    ['.stm-root { color-scheme: dark }', 'rgb(233, 237, 245)'],
  ] as const) {
    const server = await serveHost(own);
    await page.goto('http://localhost:5178/');
    await expect(page.locator('.stm-root'), own).toHaveCSS('color', ink);
    const styles = await page.evaluate(() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).length);
    expect(styles).toBeGreaterThan(100);
    await server.close();
  }
});
