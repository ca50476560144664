import { type DynamicModule, Module } from '@nestjs/common';
import { DATABASE, type Database } from './database.js';

/**
 * Gives every feature the two connections. They are opened, checked and migrated before the application is built
 * (`start-database.ts`), and closed after it: a feature that finishes its work while shutting down still has them.
 */
@Module({})
export class DatabaseModule {
  static over(database: Database): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [{ provide: DATABASE, useValue: database }],
      exports: [DATABASE],
    };
  }
}
