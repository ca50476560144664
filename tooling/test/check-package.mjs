/** What a host's project sees of the published packages: built, imported by plain Node, rendered on a server. */
import { readFileSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { inRoot, listFiles } from '../repository.mjs';
import { runCommand } from '../run-command.mjs';
import { checked } from './outcome.mjs';

const published = ['packages/protocol', 'packages/client', 'packages/react'];
const needsClient = /\buse[A-Z]\w*\(|\bcreateContext\(|\blazy\(/;

/** Modules of a host's page that Next.js would run on the server, where their hooks are not. */
function withoutDirective() {
  const sources = listFiles('packages/react/src').filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.|\/testing\//.test(file),
  );
  return sources.filter((file) => {
    const text = readFileSync(inRoot(file), 'utf8');
    const built = readFileSync(inRoot(file.replace('/src/', '/dist/').replace(/\.tsx?$/, '.js')), 'utf8');
    return /from 'react'/.test(text) && needsClient.test(text) && !built.startsWith("'use client'");
  });
}

/** A server of a host, in its smallest form: no bundler, no flags, no browser. */
const server = `
import { createElement as h } from 'react';
import { renderToString } from 'react-dom/server';
import { createChatClient, tokenSource } from '@stm-chat/client';
import { ChatList, ChatProvider, Conversation } from '@stm-chat/react';
import { ur } from '@stm-chat/react/locales/ur';
const client = createChatClient({ url: 'https://chat.example', session: tokenSource(() => new Promise(() => {})) });
const list = h(ChatList, { hrefFor: () => '/', onSelect: () => {} });
const open = h(Conversation, { chatId: '00000000-0000-4000-8000-000000000001' });
console.log(renderToString(h(ChatProvider, { client, locale: 'ur', texts: ur }, list, open)));
client.close();
`;

/**
 * What a package promises and its archive does not hold. `source` is for this repository alone.
 *
 * @param {string} folder
 * @param {{ exports: Record<string, string | Record<string, string>> }} manifest
 */
async function missingFiles(folder, manifest) {
  const { code, output } = await runCommand('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: inRoot(folder),
    limitSeconds: 60,
  });
  if (code !== 0) return [`${folder} cannot be packed:\n${output}`];
  const packed = new Set([...output.matchAll(/"path": "([^"]+)"/g)].map(([, file]) => file));
  const promised = Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string'
      ? [target]
      : Object.entries(target).flatMap(([condition, file]) => (condition === 'source' ? [] : [file])),
  );
  return promised
    .filter((file) => !file.includes('*') && !packed.has(file.replace('./', '')))
    .map((file) => `${folder} promises ${file}, which is not in its archive`);
}

/** Refuses packages that a host could not use as they are. */
export async function checkPackage() {
  const problems = withoutDirective().map((file) => `${file} uses hooks and does not begin with 'use client'`);
  for (const folder of published) {
    const manifest = JSON.parse(readFileSync(inRoot(folder, 'package.json'), 'utf8'));
    const { messages } = await publint({ pkgDir: inRoot(folder), pack: false, strict: true });
    problems.push(...messages.map((message) => `${folder}: ${formatMessage(message, manifest, { color: false })}`));
    problems.push(...(await missingFiles(folder, manifest)));
  }
  const { code, output } = await runCommand(process.execPath, ['--input-type=module', '--eval', server], {
    cwd: inRoot('packages', 'react'),
    limitSeconds: 30,
  });
  if (code !== 0) problems.push(`plain Node cannot render the components:\n${output}`);
  else if (!/dir="rtl"[^]*role="status"/.test(output))
    problems.push(`rendered on a server, this is missing:\n${output}`);
  return checked(problems);
}
