import { Cluster } from '../cluster/cluster.js';
import type { Ground } from '../cluster/ground.js';
import { until } from '../cluster/processes.js';
import { editedEnv, type Edit } from '../mutants/edit.js';
import { QUICK_TIPS } from '../mutants/mutants.js';
import { Stage } from '../mutants/stage.js';
import { brokenIn, type Hardship } from './hardship.js';

/** Each SIGUSR2 sets the server's clock another ten minutes ahead, in the middle of its work. */
const JUMPING: Edit = {
  file: 'kernel/clock.js',
  find: 'now: () => Date.now(),',
  replace: `now: () => {
        globalThis.jumps ??= (process.on('SIGUSR2', () => (globalThis.jumped = (globalThis.jumped ?? 0) + 600_000)), true);
        return Date.now() + (globalThis.jumped ?? 0);
    },`,
};
const JUMP_MS = 600_000;

/** P16: seq orders, and wrong clocks change only displayed times. */
export const clockJump: Hardship = {
  name: 'a clock that jumps ten minutes',
  promise: 'P16',
  async endure(ground: Ground) {
    const sound = await Cluster.start(ground, { nodes: 1, env: editedEnv([QUICK_TIPS]) });
    const wrong = await sound.addNode('the node with the wrong clock', editedEnv([QUICK_TIPS, JUMPING]));
    const cluster = sound.withNodes([wrong, ...sound.nodes]);
    try {
      const stage = await Stage.set(cluster);
      const chatId = await stage.chat();
      const one = await stage.stock('at the wrong clock', stage.customer, 1);
      const other = await stage.withSdk('at the right clock', stage.provider, 2);
      const talk = (times: number): void => {
        for (let n = 0; n < times; n += 1) {
          one.send(chatId, `from the wrong clock ${n}`);
          other.send(chatId, `from the right clock ${n}`);
        }
      };
      talk(5);
      wrong.tell('SIGUSR2');
      let ahead = 0;
      await until(async () => {
        const { timestamp } = (await (await fetch(`${wrong.url}/health`)).json()) as { timestamp: string };
        ahead = Date.parse(timestamp) - Date.now();
        return ahead > JUMP_MS / 2;
      }, 'the clock did not jump');
      talk(5);
      await Promise.all([one.settled(), other.settled()]);
      const history = await stage.end();
      return {
        proof: `its clock is ${Math.round(ahead / 1000)} s ahead`,
        problems: brokenIn(history),
      };
    } finally {
      await wrong.stop();
      await sound.stop();
    }
  },
};
