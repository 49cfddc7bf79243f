import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import helmet from 'helmet';
import { Logger } from 'nestjs-pino';
import type { Logger as PinoLogger } from 'pino';
import { AppModule } from './app.module';
import type { FundDatabase } from './database';
import { PostingWorker } from './ledger';
import type { Config } from './platform/config';
import { ProblemFilter } from './platform/http/problem-filter';
import { createLogger } from './platform/logging';

/** A running service. */
export interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

/** The description of the HTTP interface, OpenAPI 3.1. */
export function describeInterface(app: NestExpressApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Public-interest litigation fund ledger')
    .setDescription('环境公益诉讼专项资金台账')
    .setVersion('1')
    .build();
  return SwaggerModule.createDocument(app, description);
}

/** The HTTP application over an open database, not listening yet. */
export async function createApplication(
  config: Config,
  database: FundDatabase,
): Promise<NestExpressApplication> {
  const options: Pick<NestApplicationOptions, 'abortOnError' | 'bodyParser' | 'bufferLogs'> = {
    abortOnError: false,
    // Nothing takes a body yet, so nothing reads one.
    bodyParser: false,
    bufferLogs: true,
  };
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.over(database, config.logLevel),
    options,
  );
  app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(
    helmet({
      // Plain HTTP on the loopback interface.
      strictTransportSecurity: false,
      contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
    }),
  );
  app.useGlobalFilters(new ProblemFilter());
  SwaggerModule.setup('api/docs', app, () => describeInterface(app), {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Fund ledger API',
  });
  return app;
}

/** A worker that is woken by Redis where there is one, else by PostgreSQL itself. */
export function createWorker(database: FundDatabase, logger: PinoLogger): PostingWorker {
  return new PostingWorker(database.dataSource, database.wakeUp, (bookId, error) => {
    logger.error({ bookId, err: error }, 'posting fault');
  });
}

/** Serves HTTP and posts what waits, in one process. */
export async function serve(config: Config, database: FundDatabase): Promise<Service> {
  const worker = createWorker(database, createLogger(config.logLevel));
  const app = await createApplication(config, database);
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
    stop: async () => {
      await worker.stop();
      await app.close();
    },
  };
}
