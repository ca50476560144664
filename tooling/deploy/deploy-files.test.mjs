import { existsSync } from 'node:fs';
import * as vercelRouting from '@vercel/routing-utils';
import { Ajv } from 'ajv';
import { validate as problemsOfDockerfile } from 'dockerfile-utils';
import * as kubernetesModels from 'kubernetes-models';
import { describe, expect, test } from 'vitest';
import { inRoot } from '../repository.mjs';
import { filledIn, textOf, yamlFilesIn, yamlOf } from './deploy-file.mjs';
import { renderBlueprint } from './render-schema.mjs';
import { SECRETS, settingsOf } from './server-settings.mjs';

/** @type {any} */
const kubernetes = kubernetesModels;
/** @type {any} */
const vercel = vercelRouting;

/** A server that was told to stop does so within this time (OP3). */
const DRAIN_SECONDS = 25;

describe('Dockerfile', () => {
  /** @param {string} file */
  const instructions = (file) =>
    textOf(file)
      .replaceAll('\\\n', ' ')
      .split('\n')
      .filter((line) => /^[A-Z]+ /.test(line))
      .map((line) => ({ name: line.split(' ', 1)[0] ?? '', rest: line.slice(line.indexOf(' ') + 1).trim() }));

  test.each(['Dockerfile', 'deploy/pgbouncer/Dockerfile'])('%s is one', (file) => {
    expect(problemsOfDockerfile(textOf(file)).map(({ message, range }) => [range.start.line + 1, message])).toEqual([]);
    const last = instructions(file).slice(instructions(file).findLastIndex(({ name }) => name === 'FROM'));
    expect(last.find(({ name }) => name === 'USER')?.rest).not.toMatch(/^(root|0)\b/);
  });

  test('copies what there is, starts what is built, and says how it is', () => {
    const all = instructions('Dockerfile');
    const copied = all.filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from'));
    const sources = copied.flatMap(({ rest }) => rest.split(/\s+/).slice(0, -1));
    expect(sources.filter((source) => !existsSync(inRoot(source)))).toEqual([]);
    const health = all.find(({ name }) => name === 'HEALTHCHECK')?.rest ?? '';
    expect(health).toContain('/health');
    const [program = '', file = ''] = JSON.parse(all.findLast(({ name }) => name === 'CMD')?.rest ?? '[]');
    expect(program).toBe('node');
    expect(existsSync(inRoot(file.replace('/dist/', '/src/').replace(/js$/, 'ts')))).toBe(true);
  });
});

describe('deploy/compose.yaml', () => {
  const given = { ...SECRETS, POSTGRES_PASSWORD: 'secret' };
  const [compose] = yamlOf('deploy/compose.yaml');

  test('is what Compose reads', () => {
    const { $schema: _, ...schema } = JSON.parse(textOf('node_modules/dclint/schemas/compose.schema.json'));
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const valid = ajv.validate(schema, compose);
    expect(ajv.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  test('gives three servers what they need, and time to drain', () => {
    const nodes = Object.entries(compose.services).filter(([name]) => name.startsWith('chat-'));
    expect(nodes).toHaveLength(3);
    for (const [, node] of nodes) {
      const env = Object.fromEntries(
        Object.entries(node.environment).map(([name, value]) => [name, filledIn(String(value), given)]),
      );
      expect(settingsOf(env).database.directUrl).toBe('postgresql://stm_chat:secret@postgres:5432/stm_chat');
      expect(parseInt(node.stop_grace_period, 10)).toBeGreaterThan(DRAIN_SECONDS);
    }
  });

  test('mounts and builds only what is there', () => {
    for (const { volumes = [], build } of /** @type {any[]} */ (Object.values(compose.services))) {
      for (const volume of volumes.filter((/** @type {string} */ text) => text.startsWith('./')))
        expect(existsSync(inRoot('deploy', volume.split(':')[0]))).toBe(true);
      if (build !== undefined) expect(existsSync(inRoot('deploy', build.context, 'Dockerfile'))).toBe(true);
    }
  });

  test('and nginx sends to each of its servers, by both ways', () => {
    const nginx = textOf('deploy/nginx/stm-chat.conf');
    for (const name of Object.keys(compose.services).filter((service) => service.startsWith('chat-')))
      expect(nginx.split(`server ${name}:8000`)).toHaveLength(3);
  });
});

describe('render.yaml', () => {
  const [blueprint] = yamlOf('render.yaml');

  test('is a blueprint', () => {
    expect(renderBlueprint.safeParse(blueprint).error?.issues ?? []).toEqual([]);
  });

  test('starts the server with what it reads, looks at a route that it has, and lets it drain', () => {
    const [web] = renderBlueprint.parse(blueprint).services;
    const env = Object.fromEntries((web?.envVars ?? []).map(({ key, value }) => [key, value ?? SECRETS[key] ?? '']));
    expect(settingsOf(env).server).toMatchObject({ production: true, trustProxy: 1 });
    expect(textOf('apps/server/src/http/health.ts')).toContain(`'${web?.healthCheckPath}'`);
    expect(web?.maxShutdownDelaySeconds).toBeGreaterThan(DRAIN_SECONDS);
    expect(textOf('Dockerfile')).toContain(JSON.stringify(web?.startCommand.split(' ')).replaceAll(',', ', '));
  });
});

describe('vercel.json', () => {
  const file = JSON.parse(textOf('vercel.json'));

  test('is what Vercel reads', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.validate(vercel.rewritesSchema, file.rewrites);
    expect(ajv.errors ?? []).toEqual([]);
    ajv.validate(vercel.headersSchema, file.headers);
    expect(ajv.errors ?? []).toEqual([]);
    expect(vercel.getTransformedRoutes(file).error).toBeNull();
  });

  test('gives the page for its addresses, and no page where a server was meant', () => {
    const routes = vercel.getTransformedRoutes(file).routes ?? [];
    /** @param {string} path */
    const rewritten = (path) =>
      routes
        .filter((/** @type {any} */ { dest }) => dest !== undefined)
        .find((/** @type {any} */ { src }) => new RegExp(src).test(path))?.dest;
    for (const page of ['/', '/chats/7', '/cases/7', '/admin/jobs', '/login'])
      expect(rewritten(page)).toBe('/index.html');
    for (const other of ['/api/auth/me', '/socket.io/', '/assets/gone.js']) expect(rewritten(other)).toBeUndefined();
  });

  test('asks of browsers what the server itself asks of them', () => {
    const policy = file.headers[0].headers.find(
      (/** @type {any} */ { key }) => key === 'Content-Security-Policy',
    ).value;
    const own = textOf('apps/server/src/http/http-server.ts');
    const names = [...own.matchAll(/^ {8}(\w+): \[/gm)].map(([, name = '']) =>
      name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    );
    expect(policy.split('; ').map((/** @type {string} */ part) => part.split(' ', 1)[0])).toEqual(names);
  });
});

describe('deploy/kubernetes', () => {
  const files = yamlFilesIn('deploy/kubernetes').filter((file) => !file.endsWith('kustomization.yaml'));
  const objects = files.flatMap((file) => yamlOf(file));
  /** @param {string} kind */
  const one = (kind) => objects.find((object) => object.kind === kind);
  /** @type {Record<string, any>} */
  const groups = {
    v1: kubernetes.v1,
    'apps/v1': kubernetes.apps.v1,
    'networking.k8s.io/v1': kubernetes.networkingK8sIo.v1,
    'policy/v1': kubernetes.policy.v1,
  };

  test.each(objects.map((object) => [object.kind, object]))('the %s is one', (kind, object) => {
    const Model = groups[object.apiVersion]?.[kind];
    expect(Model).toBeDefined();
    expect(() => new Model(object).validate()).not.toThrow();
  });

  test('all of them are applied together', () => {
    const [{ resources }] = yamlOf('deploy/kubernetes/kustomization.yaml');
    expect(resources.map((/** @type {string} */ name) => `deploy/kubernetes/${name}`).toSorted()).toEqual(
      files.toSorted(),
    );
  });

  test('they find each other', () => {
    const { spec } = one('Deployment');
    const { labels } = spec.template.metadata;
    expect(labels).toMatchObject(spec.selector.matchLabels);
    expect(labels).toMatchObject(one('Service').spec.selector);
    expect(labels).toMatchObject(one('PodDisruptionBudget').spec.selector.matchLabels);
    const backend = one('Ingress').spec.rules[0].http.paths.at(-1).backend.service;
    expect(backend).toEqual({ name: one('Service').metadata.name, port: { name: one('Service').spec.ports[0].name } });
    expect(spec.replicas).toBeGreaterThan(one('PodDisruptionBudget').spec.minAvailable);
  });

  test('the server reads what it is given, and has the time to drain', () => {
    const { spec } = one('Deployment').spec.template;
    expect(settingsOf({ ...SECRETS, ...one('ConfigMap').data }).server).toMatchObject({
      production: true,
      trustProxy: 1,
    });
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(DRAIN_SECONDS);
    const health = textOf('apps/server/src/http/health.ts');
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      expect(health).toContain(`'${spec.containers[0][probe].httpGet.path}'`);
  });
});
