import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Request } from 'express';
import { ACCESS, type RouteAccess } from '../platform/http/open-route';
import type { Scope } from './api-keys';
import type { Caller } from './caller';
import type { Recorded } from './records';
import type { Role } from './roles';

/** Who may call a route. */
export interface Access extends RouteAccess {
  /** Whoever is signed in. */
  readonly signedIn?: true;
  readonly roles: readonly Role[];
  readonly scope?: Scope;
}

/** A route for these roles. */
export const Allow = (
  roles: readonly Role[],
  more: Omit<Access, 'roles' | 'everybody'> = {},
): MethodDecorator & ClassDecorator => SetMetadata(ACCESS, { ...more, roles } satisfies Access);

/** A route for everybody who is signed in, as whatever, and without any role as well. */
export const AllowSignedIn = (
  more: Omit<Access, 'roles' | 'everybody' | 'signedIn'> = {},
): MethodDecorator & ClassDecorator =>
  SetMetadata(ACCESS, { ...more, signedIn: true, roles: [] } satisfies Access);

/** A request whose caller is known, and what the trail calls it. */
export type KnownRequest = Request & {
  caller?: Caller;
  recorded?: Recorded | 'itself' | undefined;
};

/** The caller of a route that is not for everybody. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => {
    const { caller } = context.switchToHttp().getRequest<KnownRequest>();
    if (caller === undefined) throw new Error('a route for everybody asks who calls');
    return caller;
  },
);
