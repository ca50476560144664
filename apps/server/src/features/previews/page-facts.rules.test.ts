import { describe, expect, it } from 'vitest';
import { decodePage, readPage } from './page-facts.rules.js';

describe('[LK4] what a page says of itself', () => {
  it('is Open Graph before Twitter before title', () => {
    const title = '<title>Plain &amp; old</title>';
    const twitter = '<meta name="twitter:title" content="Tweeted">';
    const graph = '<meta property="og:title" content="Graphed"><meta property="og:description" content="All of it">';
    const old = '<meta name=description content="In short">';
    expect(readPage(`<head>${title}${old}`)).toEqual({ title: 'Plain & old', description: 'In short' });
    expect(readPage(title + twitter)?.title).toBe('Tweeted');
    expect(readPage(title + twitter + old + graph)).toEqual({ title: 'Graphed', description: 'All of it' });
  });

  it.each([
    ['nothing', ''],
    ['no head', '<p>Hello</p>'],
    ['an empty title', '<title> \n\u200b </title>'],
    ['a title in the body', '<body><svg><title>Icon</title></svg>'],
    ['half a tag', '<meta property="og:title" content="'],
  ])('%s: no preview', (_what, html) => {
    expect(readPage(html)).toBeNull();
  });

  it('is text and one line, whatever was tried', () => {
    const facts = readPage(
      `<meta property="og:title" content="&lt;script&gt;alert(1)&lt;/script&gt;\n\u202egnp.exe a\u0301\u0301\u0301\u0301\u0301\u0301">`,
    );
    expect(facts?.title).toMatch(/^<script>alert\(1\)<\/script> gnp\.exe a/);
    expect(facts?.title).not.toMatch(/[\u202e\n]/);
    expect(facts?.title).not.toMatch(/\p{M}{4}/u);
    expect(readPage('<title>\ud83d</title>')).toBeNull();
  });

  it('is bounded, in length and in time', () => {
    const facts = readPage(`<title>${'😀'.repeat(5000)}</title><meta name=description content="${'x'.repeat(9000)}">`);
    expect([Array.from(facts?.title ?? '').length, facts?.description?.length]).toEqual([200, 300]);
    const started = performance.now();
    for (const nasty of ['<', '<a ', '<meta ', '&', '<!--', '<title>', '<meta content="x" name="']) {
      readPage(nasty.repeat(Math.ceil(500_000 / nasty.length)));
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('is read in the encoding that the page names', () => {
    const latin = Buffer.from('<meta charset="iso-8859-1"><title>Pared pequeña</title>', 'latin1');
    expect(readPage(decodePage(latin, 'text/html'))?.title).toBe('Pared pequeña');
    const arabic = new Uint8Array([
      ...Buffer.from('<title>'),
      0xe3,
      0xd1,
      0xcd,
      0xc8,
      0xc7,
      ...Buffer.from('</title>'),
    ]);
    expect(readPage(decodePage(arabic, 'text/html; charset=windows-1256'))?.title).toBe('مرحبا');
    expect(readPage(decodePage(Buffer.from('<title>é</title>'), 'text/html; charset=no-such'))?.title).toBe('é');
  });
});
