import * as fc from 'fast-check';
import type { Schema } from './interface';

/** Texts that are unusual and yet texts. */
const TEXTS = [
  'a line of text',
  '一行文字',
  `O'Brien"; DROP TABLE fund.person; --`,
  "' OR 1=1 --",
  '$1 %s {0} ${x}',
  '=cmd|calc',
  '<script>alert(1)</script>',
  '💰',
  '..',
  'toString',
  '__proto__',
  'null',
  '0',
  '12.5',
];

/** Values that stand for something, by the name of the field. */
export type Hints = Readonly<Record<string, readonly unknown[]>>;

const DAYS = { min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true };

const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  date: fc.date(DAYS).map((day) => day.toISOString().slice(0, 10)),
  'date-time': fc.date(DAYS).map((day) => day.toISOString()),
  uuid: fc.uuid(),
};

function matching(pattern: string): fc.Arbitrary<string> | undefined {
  try {
    return fc.stringMatching(new RegExp(pattern));
  } catch {
    // Not every property of Unicode is known to it.
    return undefined;
  }
}

function textOf({ pattern, format, minLength = 0, maxLength }: Schema): fc.Arbitrary<string> {
  const formatted = format === undefined ? undefined : FORMATS[format];
  if (formatted !== undefined) return formatted;
  const longest = 'x'.repeat(Math.min(maxLength ?? 300, 6_000));
  const fits = (text: string): boolean =>
    (pattern === undefined || new RegExp(pattern, 'u').test(text)) &&
    text.length >= minLength &&
    text.length <= (maxLength ?? Infinity);
  const known = [...TEXTS, longest].filter(fits);
  const choices = known.length === 0 ? [] : [fc.constantFrom(...known)];
  const made = pattern === undefined || pattern.includes('\\p') ? undefined : matching(pattern);
  if (made !== undefined) choices.push(made.filter(fits));
  if (choices.length === 0) throw new Error(`no text is known that matches ${pattern ?? ''}`);
  return fc.oneof(...choices);
}

function objectOf(schema: Schema, hints: Hints): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const model = Object.entries(properties).map(([name, of]) => [name, fieldOf(name, of, hints)]);
  const fields = fc.record(Object.fromEntries(model) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: [...required],
  });
  if (typeof additionalProperties !== 'object') return fields;
  return fc.dictionary(fc.constantFrom('a', 'role', '名'), valid(additionalProperties, hints), {
    maxKeys: 3,
  });
}

function fieldOf(name: string, schema: Schema, hints: Hints): fc.Arbitrary<unknown> {
  const made = valid(schema, hints);
  const hinted = hints[name] ?? [];
  return hinted.length === 0 ? made : fc.oneof(made, fc.constantFrom(...hinted));
}

/** Values that fit the schema, often with what the hints know. */
export function valid(schema: Schema, hints: Hints = {}): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return fc.jsonValue({ maxDepth: 3 });
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => valid(one, hints)));
  const { minimum, maximum, minItems = 0, maxItems = 5, items = {} } = schema;
  switch (String(schema.type)) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer({ min: minimum ?? -100, max: maximum ?? 1_000 });
    case 'number':
      return fc.double({ noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valid(items, hints), {
        minLength: minItems,
        maxLength: Math.max(minItems, Math.min(maxItems, 4)),
      });
    case 'object':
      return objectOf(schema, hints);
    default:
      return fc.jsonValue({ maxDepth: 3 });
  }
}

/** A value of the schema with all its members, and one item in each list; of several shapes the first. */
export function whole(schema: Schema, hints: Hints): unknown {
  const [first] = schema.oneOf ?? [];
  if (first !== undefined) return whole(first, hints);
  if (schema.properties !== undefined) {
    return Object.fromEntries(
      Object.entries(schema.properties).map(([name, of]) => [name, whole(of, hints)]),
    );
  }
  if (schema.type === 'array') {
    return Array.from({ length: schema.minItems ?? 1 }, () => whole(schema.items ?? {}, hints));
  }
  return fc.sample(valid(schema, hints), { numRuns: 1, seed: 1 })[0];
}
