import { randomUUID } from 'node:crypto';
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import {
  DomainError,
  type Problem,
  type ProblemCode,
  problemOf,
  problemOfRefusal,
} from '../../errors';
import { languageOf } from '../language';
import { activeTraceId } from '../tracing';

/** Codes for what the HTTP layer itself refuses. */
const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'REQUEST_MALFORMED',
  404: 'ROUTE_NOT_FOUND',
  503: 'NOT_READY',
};

// Of the network and of PostgreSQL: no connection, too many of them, shutting down, no such database.
const CONNECTION_LOST = /^(ECONN|EPIPE|ENOENT|ETIMEDOUT|08|3D000|53300|57P0)/;

/** Whether the database could not be reached, or went away. */
function isDatabaseGone(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    (typeof code === 'string' && CONNECTION_LOST.test(code)) ||
    (typeof message === 'string' && message.startsWith('Connection terminated'))
  );
}

/** Turns whatever was thrown into a problem document; what is not meant for the caller stays in the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  /** @param keepRefusal what is done with a refusal before it is answered */
  constructor(
    private readonly keepRefusal: (error: DomainError, request: Request) => Promise<void>,
  ) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const error = await this.keep(thrown, request);
    const response = http.getResponse<Response>();
    const language = languageOf(request.headers['accept-language'], 'zh');
    // Missing where a request was too broken to reach the logging.
    const requestId = response.getHeader('x-request-id') ?? randomUUID();
    response.setHeader('x-request-id', requestId);
    const problem = {
      ...this.problemOf(error, language),
      instance: request.path,
      requestId,
      traceId: activeTraceId(),
    };
    if (problem.status >= 500) this.logger.error({ err: error }, 'request failed');
    const { retryAfterSeconds } = problem as { retryAfterSeconds?: unknown };
    if (typeof retryAfterSeconds === 'number') response.set('retry-after', `${retryAfterSeconds}`);
    response
      .status(problem.status)
      .type('application/problem+json')
      .set('content-language', language);
    response.send(JSON.stringify(problem));
  }

  /** @returns what is to be answered: what was thrown, or why it could not be kept */
  private async keep(thrown: unknown, request: Request): Promise<unknown> {
    try {
      if (thrown instanceof DomainError) await this.keepRefusal(thrown, request);
      return thrown;
    } catch (error) {
      return error;
    }
  }

  private problemOf(error: unknown, language: 'zh' | 'en'): Problem {
    if (error instanceof DomainError) return problemOfRefusal(error, language);
    if (error instanceof HttpException) {
      const status = error.getStatus();
      const code = CODE_OF_STATUS[status];
      const health = code === 'NOT_READY' ? { health: error.getResponse() } : {};
      if (code !== undefined) return problemOf(code, status, language, health);
    }
    if (isDatabaseGone(error)) return problemOf('NOT_READY', 503, language);
    return problemOf('INTERNAL_ERROR', 500, language);
  }
}
