/**
 * Writes packages/react/src/emoji/data from Emojibase (order, groups, skin tones, shortcodes; MIT) and CLDR (names and
 * search words in each language; Unicode license). Only needed for a new version of Unicode, so neither is a
 * dependency: `npm i --no-save emojibase-data@17.0.0 cldr-annotations-full@48.2.0 cldr-annotations-derived-full@48.2.0`,
 * then `node tooling/emoji/make-emoji.mjs`. The argument is a folder with other node_modules.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../repository.mjs';

const modules = path.join(process.argv[2] ?? inRoot('.'), 'node_modules');
/** What phones that are still in use can draw; newer ones would be empty boxes. */
const NEWEST = 15;
const LANGUAGES = ['en', 'es', 'ur', 'ar'];
const COMPONENTS = 2;

/** @param {string[]} parts */
const read = (...parts) => JSON.parse(readFileSync(path.join(modules, ...parts), 'utf8'));

/**
 * @typedef {{ emoji: string, hexcode: string, label: string, type: number, group?: number, version: number, order?: number,
 *   skins?: (Emoji & { tone: number | number[] })[] }} Emoji
 */

/** @type {Emoji[]} */
const all = read('emojibase-data', 'en', 'data.json');
const shortcodes = read('emojibase-data', 'en', 'shortcodes', 'emojibase.json');
const github = read('emojibase-data', 'en', 'shortcodes', 'github.json');

const chosen = all
  .filter(({ group, version }) => group !== undefined && group !== COMPONENTS && version <= NEWEST)
  .sort((a, b) => (a.group ?? 0) - (b.group ?? 0) || (a.order ?? 0) - (b.order ?? 0));

/** As servers and keyboards write it: the selector only where the character would be text without it. @param {Emoji} entry */
const written = ({ emoji, type }) => (type === 1 ? emoji.replace(/^(.)\uFE0F$/u, '$1') : emoji);

const TONES = ['🏻', '🏼', '🏽', '🏾', '🏿'];

/** The five tones, as a pattern with * where they go, or nothing. @param {Emoji} entry */
function tonePattern({ skins }) {
  const single = (skins ?? []).filter(({ tone, version }) => typeof tone === 'number' && version <= NEWEST);
  if (single.length !== TONES.length) return '';
  const patterns = new Set(single.map(({ emoji, tone }) => emoji.replaceAll(TONES[Number(tone) - 1] ?? '', '*')));
  if (patterns.size !== 1) throw new Error(`Skin tones of ${single[0]?.emoji} follow no pattern`);
  return [...patterns][0] ?? '';
}

/** @param {string | string[] | undefined} codes */
const listOf = (codes) => (codes === undefined ? [] : [codes].flat());

const list = chosen.map((entry) => {
  const codes = new Set([...listOf(github[entry.hexcode]), ...listOf(shortcodes[entry.hexcode])]);
  return [written(entry), entry.group, tonePattern(entry), [...codes].join(' ')].join('\t');
});

/** @param {string} language */
function namesIn(language) {
  const sources = ['annotations', 'annotationsDerived'].map((kind) => {
    const name = kind === 'annotations' ? 'cldr-annotations-full' : 'cldr-annotations-derived-full';
    return read(name, kind, language, 'annotations.json')[kind].annotations;
  });
  return chosen.map((entry) => {
    const bare = entry.emoji.replaceAll('\uFE0F', '');
    const found = sources.map((source) => source[entry.emoji] ?? source[bare]).find((each) => each !== undefined);
    const name = found?.tts?.[0] ?? entry.label;
    const words = [...new Set(found?.default ?? [])].filter((word) => word !== name);
    return [name, words.join(',')].join('\t');
  });
}

/** @param {string} file @param {string} says @param {string[]} lines */
function write(file, says, lines) {
  const text = lines.join('\n');
  if (/[`\\$]/.test(text)) throw new Error(`${file}: has a character that a template would change`);
  writeFileSync(
    inRoot('packages', 'react', 'src', 'emoji', 'data', `${file}.generated.ts`),
    `/** ${says} Made by tooling/emoji/make-emoji.mjs. */\nexport const lines = \`${text}\`;\n`,
  );
}

write('list', 'Emoji, group, skin tones (* is the tone), shortcodes. From Emojibase, MIT license.', list);
for (const language of LANGUAGES) {
  write(
    `names-${language}`,
    'Name and search words of each emoji of list. From CLDR, Unicode license.',
    namesIn(language),
  );
}
process.stdout.write(`${list.length} emoji in ${LANGUAGES.length} languages\n`);
