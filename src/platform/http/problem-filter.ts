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

/** Codes for what the HTTP layer itself refuses. */
const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'PARAMETER_INVALID',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
};

/** Turns whatever was thrown into a problem document; what is not meant for the caller stays in the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const language = languageOf(request.headers['accept-language'], 'zh');
    // Missing where a request was too broken to reach the logging.
    const requestId = response.getHeader('x-request-id') ?? randomUUID();
    response.setHeader('x-request-id', requestId);
    const problem = { ...this.problemOf(error, language), instance: request.path, requestId };
    if (problem.status >= 500) this.logger.error(error);
    response
      .status(problem.status)
      .type('application/problem+json')
      .set('content-language', language);
    response.send(JSON.stringify(problem));
  }

  private problemOf(error: unknown, language: 'zh' | 'en'): Problem {
    if (error instanceof DomainError) return problemOfRefusal(error, language);
    if (error instanceof HttpException && error.getStatus() < 500) {
      const status = error.getStatus();
      const code = CODE_OF_STATUS[status];
      if (code !== undefined) return problemOf(code, status, language);
    }
    return problemOf('INTERNAL_ERROR', 500, language);
  }
}
