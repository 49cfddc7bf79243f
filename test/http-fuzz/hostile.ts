import * as fc from 'fast-check';

const nested = (depth: number): unknown => {
  let value: unknown = 'bottom';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

/** Values that do not belong where they are put. */
const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.1,
  1e21,
  Number.MAX_SAFE_INTEGER + 2,
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  'a\u001bb\u0007',
  '\ud800',
  'a\udc00b',
  '\ufeff',
  '\u202etxet',
  'x'.repeat(101),
  'x'.repeat(5_001),
  '2024-02-30',
  '2023-02-29',
  '0000-00-00',
  '2024-13-01',
  '2024-1-1',
  '+275760-09-13',
  '２０２４-01-01',
  '2024-01-01T25:00:00Z',
  "'; SELECT pg_sleep(9); --",
  '00000000-0000-0000-0000-000000000000',
  '{"$gt": ""}',
  [],
  [[]],
  {},
  { toString: 'x' },
  nested(90),
  nested(150),
];

/** Names of members that no schema knows; the third only a text of JSON can write. */
const NAMES = ['colour', 'constructor', '__proto__', 'toString', '', 'a\u0000', '\ud800', 'role'];

type Container = Record<string, unknown> | unknown[];

const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null;

/** Puts a member where `__proto__` too is nothing but a name. */
const put = (into: Container, name: string, value: unknown): void => {
  Object.defineProperty(into, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
};

/** One change of a document, at a place that is counted from its beginning. */
type Change = { readonly place: number } & (
  | { readonly what: 'replace'; readonly value: unknown }
  | { readonly what: 'remove' }
  | { readonly what: 'add'; readonly name: string }
  | { readonly what: 'repeat'; readonly times: number }
);

export const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.oneof(
    fc.record({
      place: fc.nat(60),
      what: fc.constant('replace' as const),
      value: fc.oneof(fc.constantFrom(...VALUES), fc.jsonValue()),
    }),
    fc.record({ place: fc.nat(60), what: fc.constant('remove' as const) }),
    fc.record({
      place: fc.nat(60),
      what: fc.constant('add' as const),
      name: fc.constantFrom(...NAMES),
    }),
    fc.record({
      place: fc.nat(60),
      what: fc.constant('repeat' as const),
      times: fc.constantFrom(2, 101, 201, 1_001),
    }),
  ),
  { minLength: 1, maxLength: 3 },
);

/** The places of a document: what holds a value, and under which name. */
function placesOf(root: Container): [Container, string][] {
  return Object.entries(root).flatMap(([name, value]): [Container, string][] => [
    [root, name],
    ...(isContainer(value) ? placesOf(value) : []),
  ]);
}

/** A copy of the document with the changes made. */
export function changed(document: unknown, made: readonly Change[]): unknown {
  const root = { document: structuredClone(document) };
  for (const change of made) {
    const places = placesOf(root);
    const [holder, name] = places[change.place % places.length] ?? [root, 'document'];
    const value: unknown = Reflect.get(holder, name);
    if (change.what === 'replace') put(holder, name, structuredClone(change.value));
    else if (change.what === 'remove' && holder !== root) Reflect.deleteProperty(holder, name);
    else if (change.what === 'add' && isContainer(value) && !Array.isArray(value)) {
      put(value, change.name, 'x');
    } else if (change.what === 'repeat' && Array.isArray(value) && value.length > 0) {
      put(
        holder,
        name,
        Array.from({ length: change.times }, () => value[0] as unknown),
      );
    }
  }
  return root.document;
}

const DEEPEST = 100;

/** Whether no document may hold it, whatever its schema says. */
export function isNoDocument(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return /\u{0}|\p{Surrogate}/u.test(value);
  if (!isContainer(value)) return false;
  return (
    depth >= DEEPEST ||
    Object.entries(value).some(
      ([name, member]) =>
        isNoDocument(name) || name === '__proto__' || isNoDocument(member, depth + 1),
    )
  );
}

/** The document with its texts as the service reads them: without blanks around. */
export function trimmed(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(trimmed);
  if (!isContainer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, trimmed(member)]));
}

/** Bodies that are no document of JSON in UTF-8. */
export const NO_JSON: readonly (string | Buffer)[] = [
  '',
  '{',
  'nul',
  '\ufeff{}',
  '{"a": 1,}',
  "{'a': 1}",
  '{} {}',
  Buffer.from([0x22, 0xff, 0x22]),
  Buffer.from('{"a": 1}', 'utf16le'),
];

/** What is sent as another type of content, or packed. */
export const OTHER_TYPES: readonly Readonly<Record<string, string>>[] = [
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/xml' },
  { 'content-type': 'application/json; charset=gbk' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': '' },
  { 'content-type': 'application/json', 'content-encoding': 'gzip' },
];

/** Texts for paths and queries, as they stand in an address. */
export const IN_ADDRESS: readonly string[] = [
  '%00',
  '%ED%A0%80',
  '%E0%A4%A',
  '%F0%9F%92%B0',
  '..%2f..%2fetc%2fpasswd',
  '%27%20OR%201%3D1--',
  '__proto__',
  '-1',
  '0',
  '1e2',
  '201',
  '99999999999999999999',
  'x'.repeat(600),
  '2024-02-30',
  '%20',
  '00000000-0000-4000-8000-000000000000',
  'WyJ4Il0',
];
