import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from './config.js';

/** Nest's token for the `Config`. */
export const CONFIG = Symbol('Config');

/** Gives every feature what the operator set. */
@Module({})
export class ConfigModule {
  static with(config: Config): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: CONFIG, useValue: config }],
      exports: [CONFIG],
    };
  }
}
