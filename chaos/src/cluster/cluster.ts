import type { Ground } from './ground.js';
import { type NodeOptions, ServerNode } from './server-node.js';

export interface ClusterOptions {
  readonly nodes: number;
  /** A database of the ground; made fresh when left out. */
  readonly database?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** See `NodeOptions.server`. */
  readonly server?: string;
  /** What each of them is started by. */
  readonly through?: NodeOptions['through'];
}

/** Several server processes on one database. */
export class Cluster {
  private constructor(
    readonly ground: Ground,
    readonly database: string,
    readonly nodes: readonly ServerNode[],
  ) {}

  static async start(ground: Ground, { nodes, database, env = {}, server, through }: ClusterOptions): Promise<Cluster> {
    const direct = database ?? (await ground.createDatabase());
    const pooled = ground.pooler?.through(direct) ?? direct;
    const all = await Promise.all(
      Array.from({ length: nodes }, (_, at) =>
        ServerNode.create({
          ...{ name: `node ${at + 1}`, direct, pooled, env, ...redisOf(ground, direct) },
          ...(server === undefined ? {} : { server }),
          ...(through === undefined ? {} : { through }),
        }),
      ),
    );
    const cluster = new Cluster(ground, direct, all);
    try {
      await Promise.all(all.map((node) => node.start()));
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** A node of its own, on the database of a cluster that runs. */
  async addNode(name: string, env: Readonly<Record<string, string>>): Promise<ServerNode> {
    const pooled = this.ground.pooler?.through(this.database) ?? this.database;
    const node = await ServerNode.create({
      name,
      direct: this.database,
      pooled,
      env,
      ...redisOf(this.ground, this.database),
    });
    await node.start();
    return node;
  }

  /** These nodes as a cluster; they stay whose they are. */
  withNodes(nodes: readonly ServerNode[]): Cluster {
    return new Cluster(this.ground, this.database, nodes);
  }

  /** Nodes that listen. */
  get running(): ServerNode[] {
    return this.nodes.filter(({ address }) => address !== null);
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }
}

/** Clusters that share a Redis are told apart by their databases. */
function redisOf({ redis }: Ground, database: string): Pick<NodeOptions, 'redis'> {
  return redis === null ? {} : { redis: { url: redis.url, prefix: new URL(database).pathname.slice(1) } };
}
