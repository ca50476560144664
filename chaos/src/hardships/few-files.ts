import { io, type Socket } from 'socket.io-client';
import { Cluster } from '../cluster/cluster.js';
import type { Ground } from '../cluster/ground.js';
import { until } from '../cluster/processes.js';
import { openChat, person } from '../round/world.js';
import { rest } from '../cluster/rest.js';
import type { Hardship } from './hardship.js';

/** Files that the process may have open, as many systems have it; a share of them is kept for its own. */
const FILES = 1024;
const CONNECTIONS = 1000;
const PATIENCE_MS = 30_000;

/** P14: a server that runs out of files refuses those who come, and serves those who are there. */
export const fewFiles: Hardship = {
  name: `no more than ${FILES} open files`,
  promise: 'P14',
  async endure(ground: Ground) {
    const limited = ['bash', '-c', `ulimit -n ${FILES}; exec "$0" "$@"`] as const;
    const cluster = await Cluster.start(ground, {
      nodes: 1,
      through: limited,
      env: { LIMIT_CONNECTIONS_PER_USER: '0' },
    });
    const [node] = cluster.nodes;
    if (node === undefined) throw new Error('no node runs');
    const sockets: Socket[] = [];
    try {
      const [ann, pam] = [await person('customer', node.url), await person('provider', node.url)];
      const chatId = await openChat(node.url, ann, pam);
      const connect = (token: string) => {
        const options = { auth: { token }, transports: ['websocket'], forceNew: true, reconnection: false };
        const socket = io(`${node.url}/chat`, options);
        sockets.push(socket);
        return new Promise<boolean>((resolve) => {
          socket.once('connect', () => resolve(true));
          socket.once('connect_error', () => resolve(false));
          // Let in by the listener and then parted from: no error of the namespace tells of that.
          socket.io.once('close', () => resolve(false));
          setTimeout(() => resolve(false), PATIENCE_MS).unref();
        });
      };
      const problems: string[] = [];
      if (!(await connect(ann.token))) problems.push('the first connection was refused');
      const visitor = await person('customer', node.url);
      const tried = await Promise.all(Array.from({ length: CONNECTIONS }, () => connect(visitor.token)));
      const refused = tried.filter((isIn) => !isIn).length;
      const [first] = sockets;
      const answer = await first?.timeout(5000).emitWithAck('send_message', { chatId, message: 'still served' });
      if (answer?.ok !== true) problems.push(`whoever was there was answered ${JSON.stringify(answer)}`);
      if (refused === 0) problems.push('nobody was refused');
      if (node.crashes.length > 0) problems.push(`it ended: ${node.crashes.join()}`);
      for (const socket of sockets.splice(1)) socket.disconnect();
      await until(() => connect(pam.token), 'nobody is let in when there is room again').catch((error: Error) =>
        problems.push(error.message),
      );
      const { status } = await rest(node.url, pam.token, 'GET', `/api/chat/${chatId}`);
      if (status !== 200) problems.push(`a member is answered ${status} afterwards`);
      return { proof: `${refused} of ${CONNECTIONS} connections were refused`, problems };
    } finally {
      for (const socket of sockets) socket.disconnect();
      await cluster.stop();
    }
  },
};
