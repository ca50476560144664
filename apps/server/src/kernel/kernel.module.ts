import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { BUS, type Bus } from './bus.js';
import { CLOCK, type Clock } from './clock.js';
import { CommandRegistry } from './command-registry.js';
import { CONNECTIONS, type Connections } from './connection.js';
import { IDS, type Ids } from './ids.js';
import { LOGGER, type Logger } from './logger.js';
import { METRICS, type Metrics } from './metrics.js';
import { type CommandObserver, OBSERVER } from './observer.js';
import { OUTGOING, type Outgoing } from './outgoing.js';
import { RawRoutes } from './raw-routes.js';
import { PUBLISHER, type Publisher } from './publisher.js';
import { CommandRunner, LIMITERS, type Limiters } from './run-command.js';

/** What the doors and the operator's tools put into the kernel's ports. */
export interface KernelPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly observer: CommandObserver;
  readonly metrics: Metrics;
  readonly limiters: Limiters;
  readonly bus: Bus;
  readonly publisher: Publisher;
  readonly connections: Connections;
  readonly outgoing: Outgoing;
}

/** The kernel for dependency injection: its ports for every feature, its runner and registry for the doors. */
@Module({})
export class KernelModule {
  static with(ports: KernelPorts): DynamicModule {
    return {
      module: KernelModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: CLOCK, useValue: ports.clock },
        { provide: IDS, useValue: ports.ids },
        { provide: LOGGER, useValue: ports.logger },
        { provide: OBSERVER, useValue: ports.observer },
        { provide: METRICS, useValue: ports.metrics },
        { provide: LIMITERS, useValue: ports.limiters },
        { provide: BUS, useValue: ports.bus },
        { provide: PUBLISHER, useValue: ports.publisher },
        { provide: CONNECTIONS, useValue: ports.connections },
        { provide: OUTGOING, useValue: ports.outgoing },
        CommandRegistry,
        CommandRunner,
        RawRoutes,
      ],
      exports: [
        CLOCK,
        IDS,
        LOGGER,
        OBSERVER,
        METRICS,
        LIMITERS,
        BUS,
        PUBLISHER,
        CONNECTIONS,
        OUTGOING,
        CommandRegistry,
        CommandRunner,
        RawRoutes,
      ],
    };
  }
}
