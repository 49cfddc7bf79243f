import { SetMetadata } from '@nestjs/common';

/** The metadata in which a route says who may call it. */
export const ACCESS = 'fund:access';

/** A route that anybody may call. */
export const AllowEverybody = (): MethodDecorator & ClassDecorator =>
  SetMetadata(ACCESS, { everybody: true, roles: [] });
