import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import cookieParser from 'cookie-parser';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import { createWorker } from './background';
import type { FundDatabase } from './database';
import { describeInterface } from './describe-interface';
import { nameOfBucket, openObjectStore } from './document-store';
import { closeSandbox, recordRefusal, type Secrets } from './identity';
import { FundMetrics } from './metrics';
import type { Config } from './platform/config';
import { serveConsoleFiles } from './platform/http/console.controller';
import { OwnHosts } from './platform/http/own-hosts';
import { observeRequests } from './platform/http/observe-requests';
import { ProblemFilter } from './platform/http/problem-filter';
import { openSealing, sealPublicKey } from './sealing';
import { openSecrets } from './secrets';

/** A running service. */
export interface Service {
  readonly url: string;
  /** Whether it seals what it posts. */
  readonly seals: boolean;
  /** Bucket of documents that could not be used at the start, and why. */
  readonly awayDocuments: string | undefined;
  stop(): Promise<void>;
}

/** What an application may be given instead of what the settings say. */
interface Parts {
  readonly metrics?: FundMetrics;
  readonly secrets?: Secrets;
}

/** The HTTP application over an open database, not listening yet. */
export async function createApplication(
  config: Config,
  database: FundDatabase,
  {
    metrics = new FundMetrics(database.dataSource),
    secrets = openSecrets(config, database),
  }: Parts = {},
): Promise<NestExpressApplication> {
  const options: Pick<NestApplicationOptions, 'abortOnError' | 'bodyParser' | 'bufferLogs'> = {
    abortOnError: false,
    // Only routes that take a body read one, each by itself.
    bodyParser: false,
    bufferLogs: true,
  };
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.over(config, database, { secrets, metrics }, sealPublicKey(config, database)),
    options,
  );
  app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  // Who else may say whom it speaks for is said by the settings.
  if (config.publicUrl !== undefined) {
    app.set('trust proxy', config.trustedProxies ?? 'loopback');
  }
  app.use(cookieParser());
  app.use(
    observeRequests((request) => {
      metrics.requestAnswered(request);
    }),
  );
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          'base-uri': [`'none'`],
          'object-src': [`'none'`],
          // Plain HTTP on the loopback interface.
          ...(config.publicUrl === undefined && { 'upgrade-insecure-requests': null }),
        },
      },
      ...(config.publicUrl === undefined && { strictTransportSecurity: false }),
    }),
  );
  app.use(app.get(OwnHosts).refuseOthers);
  // Nothing that the interface answers stays on the disk of a computer, or is shown when it is out of date.
  app.use('/api/v1', (_: Request, response: Response, next: NextFunction) => {
    response.set('cache-control', 'no-store');
    next();
  });
  serveConsoleFiles(app);
  app.useGlobalFilters(
    new ProblemFilter((error, request) => recordRefusal(database.dataSource, request, error)),
  );
  SwaggerModule.setup('api/docs', app, () => describeInterface(app), {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Fund ledger API',
  });
  return app;
}

async function findAwayDocuments(
  config: Config,
  database: FundDatabase,
): Promise<string | undefined> {
  const bucket = nameOfBucket(config);
  const fault = await openObjectStore(config, database)?.fault();
  return bucket === undefined || fault === undefined ? undefined : `${bucket}: ${fault}`;
}

/** Serves HTTP and posts what waits, in one process. A database of the user's own has no sandbox, whatever it holds. */
export async function serve(config: Config, database: FundDatabase): Promise<Service> {
  const sealing = openSealing(config, database);
  const metrics = new FundMetrics(database.dataSource);
  const worker = createWorker(config, database, sealing, metrics);
  const app = await createApplication(config, database, { metrics });
  if (!(database.embedded && config.sandbox)) await closeSandbox(database.dataSource);
  const awayDocuments = findAwayDocuments(config, database);
  await worker.start();
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    await worker.stop();
    await app.close();
    throw error;
  }
  return {
    url: (await app.getUrl()).replace('[::1]', 'localhost'),
    seals: sealing !== undefined,
    awayDocuments: await awayDocuments,
    stop: async () => {
      await worker.stop();
      await app.close();
    },
  };
}
