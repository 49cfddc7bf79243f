import { type DynamicModule, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LoggerModule } from 'nestjs-pino';
import { CaseFilesController } from './casefile';
import type { FundDatabase } from './database';
import { EntranceController } from './platform/http/entrance.controller';
import { HealthController } from './platform/http/health.controller';
import { Metrics, MetricsController } from './platform/http/metrics.controller';
import { ProblemsController } from './platform/http/problems.controller';
import { requestLogging } from './platform/logging';
import { REDIS_WATCH } from './platform/redis';
import { BooksController, SEAL_PUBLIC_KEY, type SealPublicKey, SealsController } from './reports';

/** The HTTP service over an open database. */
@Module({})
export class AppModule {
  static over(
    database: FundDatabase,
    metrics: Metrics,
    logLevel: string,
    sealKey: SealPublicKey['key'],
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        LoggerModule.forRoot(requestLogging(logLevel)),
        TypeOrmModule.forRootAsync({
          useFactory: () => database.dataSource.options,
          dataSourceFactory: () => Promise.resolve(database.dataSource),
        }),
        TerminusModule.forRoot({ errorLogStyle: 'json' }),
      ],
      providers: [
        { provide: Metrics, useValue: metrics },
        { provide: REDIS_WATCH, useValue: database.redis ?? null },
        { provide: SEAL_PUBLIC_KEY, useValue: { key: sealKey } satisfies SealPublicKey },
      ],
      controllers: [
        BooksController,
        CaseFilesController,
        EntranceController,
        HealthController,
        MetricsController,
        ProblemsController,
        SealsController,
      ],
    };
  }
}
