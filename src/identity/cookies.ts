import { Injectable } from '@nestjs/common';
import { doubleCsrf } from 'csrf-csrf';
import type { CookieOptions, Request, Response } from 'express';
import { DomainError } from '../errors';
import type { KnownRequest } from './access';
import type { Secrets } from './secrets';
import type { Renewed, Tokens } from './sessions';

/** By HTTPS only a cookie of this very host, for all of it, may have such a name (RFC 6265bis, 4.1.3). */
const HOST_ONLY = '__Host-';
/** The refresh token goes nowhere but where it is exchanged or ended; the prefix allows no path. */
const REFRESH_PATH = '/api/v1/sessions';

/** The cookies of the console: out of reach of scripts, and sent from its own pages only. */
@Injectable()
export class Cookies {
  private readonly csrf: ReturnType<typeof doubleCsrf>;
  private readonly options: CookieOptions;
  private readonly refreshOptions: CookieOptions;
  private readonly names: Readonly<Record<'access' | 'refresh' | 'csrf', string>>;

  /** @param secure whether the console is reached by HTTPS, so that cookies go by HTTPS only */
  constructor(secrets: Secrets, secure: boolean) {
    const prefix = secure ? HOST_ONLY : '';
    this.names = {
      access: `${prefix}fund_access`,
      refresh: `${prefix}fund_refresh`,
      csrf: `${prefix}fund_csrf`,
    };
    this.options = { httpOnly: true, sameSite: 'strict', secure, path: '/' };
    this.refreshOptions = { ...this.options, path: secure ? '/' : REFRESH_PATH };
    this.csrf = doubleCsrf({
      getSecret: () => secrets.csrfKey,
      getSessionIdentifier: (request) => (request as KnownRequest).caller?.sessionId ?? '',
      cookieName: this.names.csrf,
      cookieOptions: { sameSite: 'strict', secure, path: '/', httpOnly: true },
    });
  }

  /** What a browser holds of a session. */
  tokensOf(request: Request): Partial<Tokens> {
    const access = cookieOf(request, this.names.access);
    const refresh = cookieOf(request, this.names.refresh);
    return { ...(access !== undefined && { access }), ...(refresh !== undefined && { refresh }) };
  }

  keep(response: Response, { access, refresh }: Renewed): void {
    response.cookie(this.names.access, access, this.options);
    if (refresh !== undefined) response.cookie(this.names.refresh, refresh, this.refreshOptions);
  }

  forget(response: Response): void {
    response.clearCookie(this.names.access, this.options);
    response.clearCookie(this.names.refresh, this.refreshOptions);
    response.clearCookie(this.names.csrf, this.options);
  }

  /** A token that the console must send with every write, against cross-site requests. */
  csrfToken(request: Request, response: Response): string {
    return this.csrf.generateCsrfToken(request, response, {
      overwrite: false,
      validateOnReuse: false,
    });
  }

  /** @throws DomainError CSRF_TOKEN_INVALID */
  requireCsrfToken(request: Request): void {
    if (!this.csrf.validateRequest(request))
      throw new DomainError('CSRF_TOKEN_INVALID', 'forbidden');
  }
}

function cookieOf(request: Request, name: string): string | undefined {
  const value = (request.cookies as Readonly<Record<string, unknown>> | undefined)?.[name];
  return typeof value === 'string' && value.length <= 100 ? value : undefined;
}
