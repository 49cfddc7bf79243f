import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Params } from 'nestjs-pino';
import pino, { type Logger } from 'pino';

// Standard output is for results; people and programs read them there.
const STANDARD_ERROR = 2;

/** Structured logs on standard error. */
export function createLogger(level: string): Logger {
  return pino({ level }, pino.destination({ dest: STANDARD_ERROR, sync: true }));
}

const ACCEPTABLE_REQUEST_ID = /^[\w.-]{1,100}$/;

/** One log line a request, with its id, and without headers: those could carry personal data. */
export function requestLogging(level: string): Params {
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
      serializers: {
        req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
          id,
          method,
          url,
        }),
        res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      },
    },
  };
}
