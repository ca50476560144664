import { stmChatProgram } from './stm-chat-program.js';

/** `npm run stm-chat`, or this file alone where only the build is there: `node apps/server/dist/cli/stm-chat.js`. */
process.exitCode = await stmChatProgram(process.argv.slice(2), {
  env: process.env,
  say: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
});
