import type { IncomingMessage } from 'node:http';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { DomainError } from '../../errors';
import { checkText } from '../json/check-text';
import { type Fault, inOrder } from '../json/faults';
import { firstFault } from '../json/first-fault';
import { SchemaPipe } from './schema-pipe';

const MEDIA_TYPE = /^application\/json[ \t]*(;[ \t]*charset="?utf-8"?[ \t]*)?$/i;

/** How many faults an answer names; a hostile body may have any number. */
const MOST_FAULTS = 1_000;

const invalid = (faults: readonly Fault[]): DomainError =>
  new DomainError('BODY_INVALID', 'invalid', { faults: inOrder(faults.slice(0, MOST_FAULTS)) });

/** Checks a body against its schema and names everything that is wrong, by JSON pointer. */
export const bodyPipe = new SchemaPipe(invalid);

function readBytes(request: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= most) {
        chunks.push(chunk);
        return;
      }
      // The rest is read and dropped, so that the answer reaches who is still sending.
      request.off('data', take).resume();
      reject(new DomainError('BODY_TOO_LARGE', 'too_large', { most: `${most} bytes` }));
    };
    request.on('data', take);
    request.once('end', () => {
      resolve(Buffer.concat(chunks));
    });
    request.once('error', reject);
  });
}

/** @throws DomainError BODY_NOT_JSON with the position of the fault, BODY_INVALID for texts that are none */
function parse(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new DomainError('BODY_NOT_JSON', 'invalid', { fault: 'is not UTF-8' });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new DomainError('BODY_NOT_JSON', 'invalid', { position: firstFault(text) });
  }
  const faults = checkText(json);
  if (faults.length > 0) throw invalid(faults);
  return json;
}

/**
 * Reads the body of a request: one JSON document in UTF-8 of at most so many bytes, nothing else.
 * It stands at the routes that take a body; no other route reads one.
 *
 * @throws DomainError BODY_TOO_LARGE, MEDIA_TYPE_UNSUPPORTED, BODY_NOT_JSON, BODY_INVALID
 */
export class JsonBody implements NestInterceptor {
  constructor(private readonly mostBytes: number) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } =
      request.headers;
    if (!MEDIA_TYPE.test(type) || encoding.toLowerCase() !== 'identity') {
      throw new DomainError('MEDIA_TYPE_UNSUPPORTED', 'unsupported_media', {
        accepted: 'application/json',
      });
    }
    request.body = parse(await readBytes(request, this.mostBytes));
    return next.handle();
  }
}
