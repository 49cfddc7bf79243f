import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { DomainError } from '../errors';
import { isLoopback } from '../platform/http/network';
import { ACCESS } from '../platform/http/open-route';
import { OwnHosts } from '../platform/http/own-hosts';
import { RateLimits } from '../platform/http/rate-limits';
import type { Access, KnownRequest } from './access';
import type { Caller } from './caller';
import { addressOf } from './address-of';
import { Cookies } from './cookies';
import { RECORDS, type Recorded } from './records';
import { callerOf, type Credential, type KnownCaller } from './sessions';

const BEARER = /^Bearer (fund_[\w-]{43})$/;
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Lets a request pass only where its route says who may call it, and the caller is one of them. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly dataSource: DataSource,
    private readonly cookies: Cookies,
    private readonly limits: RateLimits,
    private readonly ownHosts: OwnHosts,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, places);
    if (access === undefined) throw new Error('a route does not say who may call it');
    const request = context.switchToHttp().getRequest<KnownRequest>();
    request.recorded = this.reflector.get<Recorded | 'itself' | undefined>(
      RECORDS,
      context.getHandler(),
    );
    if (!READING.has(request.method)) this.refuseOtherSites(request);
    if (access.everybody === true) return true;
    if (access.nearby === true && isLoopback(addressOf(request))) return true;

    const credential = this.credentialOf(request);
    const caller = credential && (await callerOf(this.dataSource, credential, addressOf(request)));
    if (caller === undefined) {
      await this.limits.countStranger(request);
      throw new DomainError('SIGN_IN_REQUIRED', 'unauthenticated');
    }
    request.caller = caller;
    this.requireRights(access, caller, request);
    return true;
  }

  private requireRights(access: Access, caller: KnownCaller, request: KnownRequest): void {
    if (caller.awaitsSecondFactor && access.beforeSecondFactor !== true) {
      throw new DomainError('SECOND_FACTOR_REQUIRED', 'unauthenticated');
    }
    if (caller.sessionId !== null && !READING.has(request.method)) {
      this.cookies.requireCsrfToken(request);
    }
    requireRights(access, caller);
  }

  /** A page of another site has no business sending anything here, whatever cookies come along. */
  private refuseOtherSites(request: Request): void {
    const { origin, 'sec-fetch-site': site } = request.headers;
    const isElsewhere =
      (typeof site === 'string' && site !== 'same-origin' && site !== 'none') ||
      (origin !== undefined && !this.ownHosts.isOwnOrigin(origin, request.headers.host));
    if (isElsewhere) throw new DomainError('OTHER_SITE', 'forbidden');
  }

  private credentialOf(request: Request): Credential | undefined {
    const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (key !== undefined) return { key };
    const { access } = this.cookies.tokensOf(request);
    return access === undefined ? undefined : { access };
  }
}

function requireRights(access: Access, caller: Caller): void {
  const mayAct =
    access.signedIn === true || access.roles.some((role) => caller.roles.includes(role));
  if (!mayAct) throw new DomainError('ROLE_REQUIRED', 'forbidden', { roles: access.roles });
  if (caller.scopes !== null) {
    const { scope } = access;
    if (scope === undefined || !caller.scopes.includes(scope)) {
      throw new DomainError('SCOPE_REQUIRED', 'forbidden', { scope: scope ?? null });
    }
  }
  if (access.stepUp === true && !caller.steppedUp) {
    throw new DomainError('STEP_UP_REQUIRED', 'forbidden');
  }
}
