import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

/** A JSON schema, as far as the interface uses them. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

interface Described {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

/** The description of an interface, OpenAPI 3.1. */
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: object;
}

/** One operation, with a judge for everything that is sent to it and comes back. */
export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly (Parameter & { readonly fits: ValidateFunction })[];
  readonly body: { readonly schema: Schema; readonly fits: ValidateFunction } | undefined;
  /** By status; without a judge where the answer has no body, or none of JSON. */
  readonly answers: ReadonlyMap<
    number,
    { readonly type: string | undefined; readonly fits: ValidateFunction | undefined }
  >;
}

/** Every operation of the description. */
export function operationsOf({ paths, components }: Description): Operation[] {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats(ajv);
  ajv.addFormat('base64', /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
  const judge = (schema: Schema): ValidateFunction => ajv.compile({ ...schema, components });
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { parameters = [], requestBody, responses }]) => {
      const schema = requestBody?.content['application/json']?.schema;
      return {
        name: `${method.toUpperCase()} ${path}`,
        method,
        path,
        parameters: parameters.map((parameter) => ({
          ...parameter,
          fits: judge(parameter.schema),
        })),
        body: schema && { schema, fits: judge(schema) },
        answers: new Map(
          Object.entries(responses).map(([status, { content = {} }]) => {
            const [[type, described] = []] = Object.entries(content);
            const isJson = type?.endsWith('json') === true;
            const fits = isJson && described ? judge(described.schema) : undefined;
            return [Number(status), { type, fits }] as const;
          }),
        ),
      };
    }),
  );
}
