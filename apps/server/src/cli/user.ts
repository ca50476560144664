import { passwordFrom } from './password-input.js';
import { userProgram } from './user-program.js';

/** `npm run user`, or this file alone where only the build is there: `node apps/server/dist/cli/user.js`. */
const complain = (text: string): void => void process.stderr.write(text);

process.exitCode = await userProgram(process.argv.slice(2), {
  env: process.env,
  passwords: passwordFrom(process.stdin, complain),
  say: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => complain(`${line}\n`),
});
