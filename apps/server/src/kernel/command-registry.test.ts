import 'reflect-metadata';
import type { DiscoveryService } from '@nestjs/core';
import { contracts, login, sendMessage } from '@stm-chat/protocol/schemas';
import { expect, it } from 'vitest';
import { CommandRegistry } from './command-registry.js';
import { Handles } from './handler.js';

const provider = (contract: (typeof contracts)[keyof typeof contracts]) => {
  class Handler {
    handle() {
      return Promise.resolve({ output: undefined });
    }
  }
  Handles(contract)(Handler);
  return { metatype: Handler, instance: new Handler() };
};

const registryOf = (providers: readonly object[]) =>
  new CommandRegistry({ getProviders: () => providers } as unknown as DiscoveryService);

const complete = Object.values(contracts).map(provider);

it('[CM1] every contract with one handler is bound', () => {
  const registry = registryOf(complete);
  registry.collect();
  expect(
    registry
      .all()
      .map(({ contract }) => contract.name)
      .toSorted(),
  ).toEqual(Object.keys(contracts).toSorted());
});

it('[CM1] a contract without a handler, or with two, is named, and nothing starts', () => {
  const wrong = [...complete.filter((_, index) => Object.values(contracts)[index] !== login), provider(sendMessage)];
  expect(() => registryOf(wrong).collect()).toThrow(/send_message has two handlers; login has no handler/);
});
