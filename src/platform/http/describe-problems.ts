import { ApiResponse, type OpenAPIObject } from '@nestjs/swagger';
import { type ProblemCode, problemOf, PROBLEMS } from '../../errors';
import type { RouteAccess } from './open-route';
import { HEALTH } from './own-hosts';
import { failsClosed, isCounted, type Rate } from './rate-limits';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Response = Exclude<NonNullable<Operation['responses'][string]>, { readonly $ref: string }>;

/** Declares codes of one route that do not follow from what kind of route it is. */
export const ApiProblem = (status: number, ...codes: readonly ProblemCode[]): MethodDecorator =>
  ApiResponse({ status, description: codes.join(' ') });

/** What of a route decides how it can refuse. */
interface Route {
  readonly path: string;
  readonly isWrite: boolean;
  readonly hasBody: boolean;
  readonly hasPathParameters: boolean;
  readonly hasParameters: boolean;
  readonly headers: ReadonlySet<string>;
  readonly access: RouteAccess;
  /** Undefined where it is not counted. */
  readonly rate: Rate | undefined;
}

/** What a route says of itself beside its schemas. */
export interface RouteFacts {
  readonly access: RouteAccess;
  readonly rate: Rate;
}

interface Rule {
  readonly status: number;
  readonly codes: readonly ProblemCode[];
  readonly applies: (route: Route) => boolean;
}

const isActOfRole = ({ isWrite, access }: Route): boolean => isWrite && access.roles.length > 0;

const RULES: readonly Rule[] = [
  { status: 400, codes: ['REQUEST_MALFORMED'], applies: (route) => route.hasPathParameters },
  { status: 400, codes: ['PARAMETER_INVALID'], applies: (route) => route.hasParameters },
  { status: 400, codes: ['BODY_NOT_JSON', 'BODY_INVALID'], applies: (route) => route.hasBody },
  {
    status: 400,
    codes: ['IDEMPOTENCY_KEY_MISSING', 'IDEMPOTENCY_KEY_INVALID'],
    applies: ({ headers }) => headers.has('Idempotency-Key'),
  },
  {
    status: 401,
    codes: ['SIGN_IN_REQUIRED'],
    applies: ({ access }) => access.everybody !== true,
  },
  {
    status: 401,
    codes: ['SECOND_FACTOR_REQUIRED'],
    applies: ({ access }) => access.everybody !== true && access.beforeSecondFactor !== true,
  },
  { status: 403, codes: ['HOST_UNKNOWN'], applies: ({ path }) => !HEALTH.has(path) },
  { status: 403, codes: ['OTHER_SITE'], applies: (route) => route.isWrite },
  {
    status: 403,
    codes: ['CSRF_TOKEN_INVALID'],
    applies: ({ isWrite, access }) => isWrite && access.everybody !== true,
  },
  { status: 403, codes: ['ROLE_REQUIRED'], applies: ({ access }) => access.roles.length > 0 },
  { status: 403, codes: ['SCOPE_REQUIRED'], applies: ({ access }) => access.everybody !== true },
  { status: 403, codes: ['STEP_UP_REQUIRED'], applies: ({ access }) => access.stepUp === true },
  {
    status: 404,
    codes: ['NOT_FOUND'],
    applies: (route) => route.hasPathParameters || (route.hasBody && isActOfRole(route)),
  },
  // What stands already, and what a rule forbids: each act has codes of its own.
  { status: 409, codes: [], applies: isActOfRole },
  { status: 422, codes: [], applies: isActOfRole },
  {
    status: 422,
    codes: ['IDEMPOTENCY_KEY_REUSED'],
    applies: ({ headers }) => headers.has('Idempotency-Key'),
  },
  {
    status: 412,
    codes: ['PRECONDITION_FAILED'],
    applies: ({ headers }) => headers.has('If-Match'),
  },
  {
    status: 428,
    codes: ['PRECONDITION_REQUIRED'],
    applies: ({ headers }) => headers.has('If-Match'),
  },
  { status: 413, codes: ['BODY_TOO_LARGE'], applies: (route) => route.hasBody },
  { status: 415, codes: ['MEDIA_TYPE_UNSUPPORTED'], applies: (route) => route.hasBody },
  { status: 429, codes: ['RATE_LIMITED'], applies: ({ rate }) => rate !== undefined },
  { status: 503, codes: ['NOT_READY'], applies: () => true },
  {
    status: 503,
    codes: ['RATE_LIMIT_UNAVAILABLE'],
    applies: ({ rate }) => rate !== undefined && failsClosed(rate),
  },
];

const MEANING: Readonly<Record<number, string>> = {
  400: 'What was sent is wrong in itself',
  401: 'Nobody knows who sends it',
  403: 'The caller may not do it',
  404: 'What it names is not there, or not there for the caller',
  409: 'It contradicts what is recorded already',
  412: 'What the caller saw has changed',
  413: 'The body is too large',
  415: 'The body is of another type than the route reads',
  422: 'A rule of law, of the budget or of the workflow stands against it',
  428: 'It does not say what the caller saw',
  429: 'It came too soon after others',
  503: 'Something that is needed does not answer; it may go well later',
};

const PROBLEM_SCHEMA: Schemas[string] = {
  type: 'object',
  description: 'Why something was refused (RFC 9457), in the language of the reader',
  properties: {
    type: { type: 'string', description: 'Address of the meaning of the code' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What the reader can do' },
    code: { type: 'string', enum: Object.keys(PROBLEMS).sort() },
    instance: { type: 'string' },
    requestId: { type: 'string' },
    traceId: { type: 'string' },
    faults: {
      type: 'array',
      description: 'Everything that is wrong with the body or the parameters',
      items: {
        type: 'object',
        properties: {
          pointer: { type: 'string', description: 'JSON pointer to the place' },
          message: { type: 'string' },
        },
        required: ['pointer', 'message'],
      },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'instance', 'requestId'],
};

const problemResponse = (
  description: string,
  codes: readonly ProblemCode[],
): Pick<Response, 'description' | 'content'> => ({
  description,
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      ...(codes.length > 0 && {
        examples: Object.fromEntries(
          codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
        ),
      }),
    },
  },
});

function routeOf(path: string, method: string, operation: Operation, facts: RouteFacts): Route {
  const parameters = (operation.parameters ?? []).filter((parameter) => 'in' in parameter);
  const placed = (place: string) => parameters.filter((parameter) => parameter.in === place);
  return {
    path,
    isWrite: method !== 'get',
    hasBody: operation.requestBody !== undefined,
    hasPathParameters: placed('path').length > 0,
    hasParameters: placed('path').length + placed('query').length > 0,
    headers: new Set(placed('header').map(({ name }) => name)),
    access: facts.access,
    rate: isCounted(path) ? facts.rate : undefined,
  };
}

/** The codes that the route itself declares. */
function declaredCodes({ responses }: Operation): [status: number, codes: ProblemCode[]][] {
  return Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .map(([status, response]) => {
      const text = response !== undefined && 'description' in response ? response.description : '';
      return [Number(status), text.split(' ').filter((word) => word in PROBLEMS) as ProblemCode[]];
    });
}

/** Codes by status: what follows from the kind of route, and what the route itself declares. */
function codesOf(operation: Operation, route: Route): Map<number, ProblemCode[]> {
  const codes = new Map<number, ProblemCode[]>();
  const following = RULES.filter(({ applies }) => applies(route));
  for (const [status, more] of [
    ...following.map(({ status, codes: given }) => [status, given] as const),
    ...declaredCodes(operation),
  ]) {
    codes.set(status, [...(codes.get(status) ?? []), ...more]);
  }
  return codes;
}

/**
 * Adds to each route who may call it, and the problem documents it can answer with. They follow from
 * what kind of route it is; further ones the route declares by {@link ApiProblem}.
 *
 * @param factsOf what the route with an operation id says of itself
 */
export function describeProblems(
  document: OpenAPIObject,
  factsOf: (operationId: string) => RouteFacts,
): OpenAPIObject {
  const used = new Map<ProblemCode, number>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item) as [string, Operation][]) {
      const facts = factsOf(operation.operationId ?? '');
      const route = routeOf(path, method, operation, facts);
      for (const [status, codes] of codesOf(operation, route)) {
        for (const code of codes) used.set(code, status);
        operation.responses[status] = problemResponse(MEANING[status] ?? '', codes);
      }
      operation.security = securityOf(facts.access);
    }
  }
  const examples = [...used].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    ...document,
    components: {
      ...document.components,
      schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA },
      examples: Object.fromEntries(
        examples.map(([code, status]) => [code, { value: problemOf(code, status, 'en') }]),
      ),
    },
  };
}

function securityOf({ everybody, scope }: RouteAccess): Record<string, string[]>[] {
  if (everybody === true) return [];
  return [{ session: [] }, ...(scope === undefined ? [] : [{ key: [scope] }])];
}
