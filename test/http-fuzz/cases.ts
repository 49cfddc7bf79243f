import * as fc from 'fast-check';
import {
  changed,
  changes,
  IN_ADDRESS,
  isNoDocument,
  NO_JSON,
  OTHER_TYPES,
  trimmed,
} from './hostile';
import type { Operation } from './interface';
import type { Sent } from './sender';
import { type Hints, valid } from './valid';

const JSON_TYPE = { 'content-type': 'application/json' };

/** A request to an operation, and whether it is known to be wrong. */
export interface Case {
  readonly sent: Sent;
  readonly isWrong: boolean;
}

interface Part<T> {
  readonly value: T;
  readonly isWrong: boolean;
}

const right = <T>(value: T): Part<T> => ({ value, isWrong: false });

/** The value that a text of an address stands for; undefined where it stands for none. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Whether a text of an address does not fit its parameter. */
function isUnfit({ schema, fits }: Operation['parameters'][number], text: string): boolean {
  const value = decoded(text);
  if (value === undefined) return false;
  if (schema.type !== 'integer') return !fits(value);
  return !/^[0-9]+$/.test(value) || !fits(Number(value));
}

const inAddress = (
  parameter: Operation['parameters'][number],
  hints: Hints,
): fc.Arbitrary<string> => {
  const known = (hints[parameter.name] ?? []).filter(
    (value) => parameter.fits(value) && isUuid(value) === (parameter.schema.format === 'uuid'),
  );
  const made = valid(parameter.schema, hints).filter((value) => value !== '' && !isDots(value));
  return fc.oneof(
    { weight: 2, arbitrary: made.map((value) => encode(String(value))) },
    { weight: 1, arbitrary: fc.constantFrom(...IN_ADDRESS) },
    ...(known.length === 0
      ? []
      : [
          { weight: 4, arbitrary: fc.constantFrom(...known).map((value) => encode(String(value))) },
        ]),
  );
};

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isUuid = (value: unknown): boolean => UUID.test(String(value));

/** Whoever sends it leaves them out of a path. */
const isDots = (value: unknown): boolean => value === '.' || value === '..';

const encode = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, ''));

function paths({ path, parameters }: Operation, hints: Hints): fc.Arbitrary<Part<string>> {
  const places = parameters.filter((parameter) => parameter.in === 'path');
  return fc.tuple(...places.map((place) => inAddress(place, hints))).map((texts) => ({
    value: places.reduce((filled, { name }, index) => {
      return filled.replace(`{${name}}`, () => texts[index] ?? '');
    }, path),
    isWrong: places.some((place, index) => {
      const text = texts[index] ?? '';
      return decoded(text) === undefined || isUnfit(place, text);
    }),
  }));
}

function queries({ parameters }: Operation, hints: Hints): fc.Arbitrary<Part<string>> {
  const known = parameters.filter((parameter) => parameter.in === 'query');
  if (known.length === 0) return fc.constantFrom('', '?colour=red').map(right);
  return fc
    .record({
      texts: fc.tuple(...known.map((one) => fc.option(inAddress(one, hints), { freq: 1 }))),
      more: fc.oneof(
        { weight: 8, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom('colour=red', '__proto__=x', 'limit[]=1') },
        { weight: 1, arbitrary: fc.constantFrom(...known.map(({ name }) => name)) },
      ),
    })
    .map(({ texts, more }) => {
      const given = known.flatMap((parameter, index) => {
        const text = texts[index] ?? undefined;
        return text === undefined ? [] : [{ parameter, text }];
      });
      const pairs = given.map(({ parameter, text }) => `${parameter.name}=${text}`);
      if (more?.includes('=') === true) pairs.push(more);
      else if (more !== undefined) pairs.push(`${more}=1`, `${more}=2`);
      return {
        value: pairs.length === 0 ? '' : `?${pairs.join('&')}`,
        isWrong:
          more !== undefined ||
          given.some(({ parameter, text }) => isUnfit(parameter, text)) ||
          known.some(({ name, required }) => {
            return required && given.every(({ parameter }) => parameter.name !== name);
          }),
      };
    });
}

const HEADERS = ['', 'a b', 'x'.repeat(256), '"0"', '*', 'wait=99999', "' OR 1=1"];

function headers({ parameters }: Operation): fc.Arbitrary<Part<Record<string, string>>> {
  const known = parameters.filter((parameter) => parameter.in === 'header');
  return fc
    .tuple(
      ...known.map(({ schema }) =>
        fc.oneof(
          { weight: 8, arbitrary: valid(schema).map((text) => String(text)) },
          { weight: 2, arbitrary: fc.option(fc.constantFrom(...HEADERS)) },
        ),
      ),
    )
    .map((texts) => {
      const given = known.flatMap(({ name }, index): [string, string][] => {
        const text = texts[index];
        // A line of a header holds nothing else.
        return typeof text === 'string' && /^[\x20-\x7e]*$/.test(text) ? [[name, text]] : [];
      });
      const values = new Map(given);
      return {
        value: Object.fromEntries(given),
        isWrong: known.some(({ name, required, fits }) => {
          const text = values.get(name)?.trim();
          return text === undefined ? required : required && !fits(text);
        }),
      };
    });
}

type Body = Part<Pick<Sent, 'body' | 'headers'>>;

/** A body of JSON, and whether the description says that it is wrong. */
export function jsonBody(fits: (value: unknown) => boolean, document: unknown): Body {
  const body = JSON.stringify(document);
  const read: unknown = JSON.parse(body);
  const isWrong = isNoDocument(read) || (!fits(read) && !fits(trimmed(read)));
  return { value: { body, headers: JSON_TYPE }, isWrong };
}

function bodies({ body }: Operation, hints: Hints, sample: unknown): fc.Arbitrary<Body> {
  if (body === undefined) return fc.constant(right({ headers: {} }));
  const made = valid(body.schema, hints);
  const good =
    sample === undefined ? made : fc.oneof(made, { weight: 3, arbitrary: fc.constant(sample) });
  const wrong = (value: Body['value']): Body => ({ value, isWrong: true });
  return fc.oneof(
    { weight: 6, arbitrary: good.map((document) => jsonBody(body.fits, document)) },
    {
      weight: 12,
      arbitrary: fc
        .tuple(good, changes)
        .map(([document, list]) => jsonBody(body.fits, changed(document, list))),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...NO_JSON)
        .map((text) => wrong({ body: text, headers: JSON_TYPE })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(good, fc.constantFrom(...OTHER_TYPES))
        .map(([document, type]) => wrong({ body: JSON.stringify(document), headers: type })),
    },
  );
}

/** Requests to an operation: right, at the edge and wrong. */
export function cases(operation: Operation, hints: Hints, sample: unknown): fc.Arbitrary<Case> {
  return fc
    .record({
      path: paths(operation, hints),
      query: queries(operation, hints),
      head: headers(operation),
      body: bodies(operation, hints, sample),
    })
    .map(({ path, query, head, body }) => ({
      sent: {
        method: operation.method.toUpperCase(),
        target: `${path.value}${query.value}`,
        ...body.value,
        headers: { ...head.value, ...body.value.headers },
      },
      isWrong: [path, query, head, body].some(({ isWrong }) => isWrong),
    }));
}
