import { Injectable } from '@nestjs/common';
import { doubleCsrf } from 'csrf-csrf';
import type { CookieOptions, Request, Response } from 'express';
import { DomainError } from '../errors';
import type { KnownRequest } from './access';
import type { Secrets } from './secrets';
import type { Tokens } from './sessions';

const ACCESS_COOKIE = 'fund_access';
const REFRESH_COOKIE = 'fund_refresh';
const CSRF_COOKIE = 'fund_csrf';
/** The refresh token goes nowhere but where it is exchanged or ended. */
const REFRESH_PATH = '/api/v1/sessions';

/** Where a request comes from. */
export const addressOf = (request: Request): string => request.ip ?? 'unknown';

/** The cookies of the console: out of reach of scripts, and sent from its own pages only. */
@Injectable()
export class Cookies {
  private readonly csrf: ReturnType<typeof doubleCsrf>;
  private readonly options: CookieOptions;

  /** @param secure whether the console is reached by HTTPS, so that cookies go by HTTPS only */
  constructor(secrets: Secrets, secure: boolean) {
    this.options = { httpOnly: true, sameSite: 'strict', secure, path: '/' };
    this.csrf = doubleCsrf({
      getSecret: () => secrets.csrfKey,
      getSessionIdentifier: (request) => (request as KnownRequest).caller?.sessionId ?? '',
      cookieName: CSRF_COOKIE,
      cookieOptions: { sameSite: 'strict', secure, path: '/', httpOnly: true },
    });
  }

  accessOf(request: Request): string | undefined {
    return cookieOf(request, ACCESS_COOKIE);
  }

  refreshOf(request: Request): string | undefined {
    return cookieOf(request, REFRESH_COOKIE);
  }

  keep(response: Response, tokens: Tokens): void {
    response.cookie(ACCESS_COOKIE, tokens.access, this.options);
    response.cookie(REFRESH_COOKIE, tokens.refresh, { ...this.options, path: REFRESH_PATH });
  }

  forget(response: Response): void {
    response.clearCookie(ACCESS_COOKIE, this.options);
    response.clearCookie(REFRESH_COOKIE, { ...this.options, path: REFRESH_PATH });
    response.clearCookie(CSRF_COOKIE, this.options);
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
