import type { Request } from 'express';
import { DomainError } from '../errors';
import { MOST_BYTES } from './content/media-types';

export const RAW = 'application/octet-stream';

/**
 * A request whose body is the bytes of one file, not yet read.
 *
 * @throws DomainError MEDIA_TYPE_UNSUPPORTED, BODY_TOO_LARGE
 */
export function rawBodyOf(request: Request): Request {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers;
  if (type.trim().toLowerCase() !== RAW || encoding.toLowerCase() !== 'identity') {
    throw new DomainError('MEDIA_TYPE_UNSUPPORTED', 'unsupported_media', { accepted: RAW });
  }
  // What says itself that it is too large is not waited for.
  if (parseInt(request.headers['content-length'] ?? '0', 10) > MOST_BYTES) {
    throw new DomainError('BODY_TOO_LARGE', 'too_large', { most: `${MOST_BYTES} bytes` });
  }
  return request;
}
