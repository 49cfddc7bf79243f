import { ModulesContainer } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { describeProblems } from './platform/http/describe-problems';
import { ACCESS, type RouteAccess } from './platform/http/open-route';

/** Who may call each route, by its operation id, as the routes themselves say it. */
function accessByOperation(app: NestExpressApplication): ReadonlyMap<string, RouteAccess> {
  const found = new Map<string, RouteAccess>();
  const modules = [...app.get(ModulesContainer).values()];
  for (const { metatype } of modules.flatMap(({ controllers }) => [...controllers.values()])) {
    if (typeof metatype !== 'function') continue;
    const { prototype } = metatype as { prototype: Record<string, object> };
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const access: unknown =
        Reflect.getMetadata(ACCESS, prototype[name] ?? {}) ?? Reflect.getMetadata(ACCESS, metatype);
      if (access !== undefined) found.set(`${metatype.name}_${name}`, access as RouteAccess);
    }
  }
  return found;
}

/** The description of the HTTP interface, OpenAPI 3.1. */
export function describeInterface(app: NestExpressApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Public-interest litigation fund ledger')
    .setDescription('环境公益诉讼专项资金台账')
    .setVersion('1')
    .addCookieAuth('fund_access', { type: 'apiKey' }, 'session')
    .addBearerAuth({ type: 'http', description: 'Key of a program, with scopes' }, 'key')
    .build();
  const access = accessByOperation(app);
  return describeProblems(SwaggerModule.createDocument(app, description), (operationId) => {
    const found = access.get(operationId);
    if (found === undefined) throw new Error(`${operationId} does not say who may call it`);
    return found;
  });
}
