import type { TestService } from './test-service';

/** A route of the application, its path as a template. */
export interface Route {
  readonly method: string;
  readonly path: string;
}

/** Pages that describe the interface, and what answers where there is no route. */
const NOT_OURS = /^\/api\/(docs|openapi)|^\/$|splat/;

const METHODS = new Set(['GET', 'POST', 'PUT', 'DELETE']);

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

/** Every route that the running application answers. */
export function routesOf({ app }: TestService): Route[] {
  const { router } = app.getHttpAdapter().getInstance() as unknown as {
    router: { stack: Layer[] };
  };
  return router.stack
    .flatMap(({ route }) =>
      Object.keys(route?.methods ?? {}).map((method) => ({
        method: method.toUpperCase(),
        path: route?.path ?? '',
      })),
    )
    .filter(({ method, path }) => METHODS.has(method) && !NOT_OURS.test(path));
}
