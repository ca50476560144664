/** npm itself, run by this Node; the npm on the PATH where this was not started by npm. */
export function npmCommand() {
  const npm = process.env['npm_execpath'];
  return npm?.endsWith('.js') ? { command: process.execPath, args: [npm] } : { command: 'npm', args: [] };
}
