import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Params } from 'nestjs-pino';
import pino, { type Logger } from 'pino';
import { sqlState } from './database/transaction';
import { routeOf } from './http/observe-requests';
import { activeTraceId } from './tracing';

// Standard output is for results; people and programs read them there.
const STANDARD_ERROR = 2;

interface LoggedError {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly stack: string;
}

/**
 * An error as the log may show it. The words of a database error, its detail and its parameters quote
 * what somebody entered; the state and the place tell what has to be looked at.
 */
export function describeError(error: unknown): LoggedError {
  const { name, code, message, stack = '' } = error as Partial<Error> & { code?: unknown };
  const places = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: name ?? typeof error,
    ...(typeof code === 'string' && { code }),
    ...(sqlState(error) === undefined && { message: message ?? '' }),
    stack: places.join('\n'),
  };
}

/** Structured logs on standard error. */
export function createLogger(level: string): Logger {
  return pino(
    { level, serializers: { err: describeError } },
    pino.destination({ dest: STANDARD_ERROR, sync: true }),
  );
}

/** A UUID, or what proxies make: too long for the number of a person, a telephone or an account. */
const ACCEPTABLE_REQUEST_ID = /^[\da-f-]{32,36}$/i;

/**
 * One log line a request: its id, method, route, status and trace. Never the address that was asked
 * for, headers or bodies: those could carry personal data.
 */
export function requestLogging(level: string): Params {
  const withRoute = (request: IncomingMessage, line: object): object => ({
    ...line,
    route: routeOf(request),
  });
  return {
    pinoHttp: {
      logger: createLogger(level),
      genReqId: (request: IncomingMessage, response: ServerResponse) => {
        const given = request.headers['x-request-id'];
        const id =
          typeof given === 'string' && ACCEPTABLE_REQUEST_ID.test(given) ? given : randomUUID();
        response.setHeader('x-request-id', id);
        return id;
      },
      wrapSerializers: false,
      serializers: {
        req: ({ id, method }: { id: string; method: string }) => ({
          id,
          method,
          traceId: activeTraceId(),
        }),
        res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
        err: describeError,
      },
      customSuccessObject: (request, _response, line: object) => withRoute(request, line),
      customErrorObject: (request, _response, _error, line: object) => withRoute(request, line),
    },
  };
}
