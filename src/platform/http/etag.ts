import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { DomainError } from '../../errors';

/**
 * The ETag of what the caller saw and now changes (RFC 9110, 13.1.1).
 *
 * @throws DomainError PRECONDITION_REQUIRED the request does not say it
 */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const etag = context.switchToHttp().getRequest<Request>().get('if-match');
  if (etag === undefined) throw new DomainError('PRECONDITION_REQUIRED', 'precondition_required');
  return etag;
});

/** Describes the header that {@link IfMatch} reads. */
export const ApiIfMatch = (): MethodDecorator =>
  ApiHeader({ name: 'If-Match', required: true, description: 'ETag of what was read' });
