import { SetMetadata } from '@nestjs/common';

/** The metadata in which a route says who may call it. */
export const ACCESS = 'fund:access';

/** Who may call a route, as far as the HTTP layer has to know. */
export interface RouteAccess {
  /** Nobody has to sign in. */
  readonly everybody?: true;
  /** Any of these roles; none where being signed in is enough. */
  readonly roles: readonly string[];
  /** Open to a program's key that has this scope; without it to no key. */
  readonly scope?: string;
  /** Open to a session that still has to show its second factor. */
  readonly beforeSecondFactor?: true;
  /** Whoever asks from this machine need not sign in. */
  readonly nearby?: true;
  /** The person must have proved within the last minutes to be present. */
  readonly stepUp?: true;
}

/** A route that anybody may call. */
export const AllowEverybody = (): MethodDecorator & ClassDecorator =>
  SetMetadata(ACCESS, { everybody: true, roles: [] } satisfies RouteAccess);

/** A route that anybody on this machine may call, and from elsewhere these roles, or their keys with the scope. */
export const AllowNearby = (
  roles: readonly string[],
  scope: string,
): MethodDecorator & ClassDecorator =>
  SetMetadata(ACCESS, { nearby: true, roles, scope } satisfies RouteAccess);
