/** @typedef {{ topic: string, name: string, type: string, default: string, description: string }} Variable */

/** @param {string} text */
function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/**
 * The configuration as Markdown, a table a topic.
 *
 * @param {Variable[]} variables
 */
export function configTables(variables) {
  const topics = [...new Set(variables.map(({ topic }) => topic))];
  return topics
    .map((topic) => {
      const rows = variables
        .filter((variable) => variable.topic === topic)
        .map(({ name, type, default: value, description }) => {
          const shown = value === '' ? '–' : cell(value);
          return `| \`${name}\` | ${cell(type)} | ${shown} | ${cell(description)} |`;
        });
      return [
        `**${topic}**`,
        '',
        '| variable | value | default | what it does |',
        '| --- | --- | --- | --- |',
        ...rows,
      ].join('\n');
    })
    .join('\n\n');
}
