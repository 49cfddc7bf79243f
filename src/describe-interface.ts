import { ModulesContainer } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { describeProblems, type RouteFacts } from './platform/http/describe-problems';
import { ACCESS, type RouteAccess } from './platform/http/open-route';
import { RATE, type Rate } from './platform/http/rate-limits';

/** What each route says of itself, by its operation id. */
function factsByOperation(app: NestExpressApplication): ReadonlyMap<string, RouteFacts> {
  const found = new Map<string, RouteFacts>();
  const modules = [...app.get(ModulesContainer).values()];
  for (const { metatype } of modules.flatMap(({ controllers }) => [...controllers.values()])) {
    if (typeof metatype !== 'function') continue;
    const { prototype } = metatype as { prototype: Record<string, object> };
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const read = (key: string): unknown =>
        Reflect.getMetadata(key, prototype[name] ?? {}) ?? Reflect.getMetadata(key, metatype);
      const access = read(ACCESS) as RouteAccess | undefined;
      const rate = (read(RATE) as Rate | undefined) ?? 'request';
      if (access !== undefined) found.set(`${metatype.name}_${name}`, { access, rate });
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
  const facts = factsByOperation(app);
  return describeProblems(SwaggerModule.createDocument(app, description), (operationId) => {
    const found = facts.get(operationId);
    if (found === undefined) throw new Error(`${operationId} does not say who may call it`);
    return found;
  });
}
