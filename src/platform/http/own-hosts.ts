import type { RequestHandler } from 'express';
import { DomainError } from '../../errors';

/** Names of this machine, which no page of another site can give its own address (DNS rebinding). */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
/** For what keeps the service running, under whatever name it asks. */
export const HEALTH = new Set(['/healthz', '/readyz']);

const urlOf = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/** Under which names browsers reach the service. */
export class OwnHosts {
  private readonly publicUrl: URL | undefined;

  /** @param publicUrl how browsers reach the console; absent: on this machine only */
  constructor(publicUrl: string | undefined) {
    this.publicUrl = publicUrl === undefined ? undefined : new URL(publicUrl);
  }

  /** Whether a request names this service; one for a name of somebody else does not. */
  isOwnHost(host: string | undefined): boolean {
    // As HTTPS, whose port says no more than its absence where it is written out.
    const named = host === undefined ? undefined : urlOf(`https://${host}`);
    if (named === undefined) return false;
    return named.host === this.publicUrl?.host || LOOPBACK.has(named.hostname);
  }

  /** Whether a page is the service's own: the public one, or on this machine under the same name and port. */
  isOwnOrigin(origin: string, host: string | undefined): boolean {
    const page = urlOf(origin);
    if (page === undefined) return false;
    if (this.publicUrl !== undefined) return page.origin === this.publicUrl.origin;
    return page.host === host && LOOPBACK.has(page.hostname);
  }

  /** Refuses requests for other names, whatever they are for. */
  readonly refuseOthers: RequestHandler = (request, _, next) => {
    const isOwn = HEALTH.has(request.path) || this.isOwnHost(request.headers.host);
    next(isOwn ? undefined : new DomainError('HOST_UNKNOWN', 'forbidden'));
  };
}
