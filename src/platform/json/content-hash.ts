import { createHash } from 'node:crypto';

/** JSON whose every value has one spelling: no null, no fractions. Amounts are strings of yuan. */
export type ContentJson =
  | string
  | number
  | boolean
  | readonly ContentJson[]
  | { readonly [key: string]: ContentJson | undefined };

type Members = Readonly<Record<string, ContentJson | undefined>>;

const isMembers = (value: ContentJson | undefined): value is Members =>
  typeof value === 'object' && !Array.isArray(value);

const namesOf = (members: Members): string[] =>
  Object.keys(members)
    .filter((name) => members[name] !== undefined)
    .sort();

/**
 * JSON by RFC 8785 of texts, whole numbers, truth values, lists and objects.
 *
 * @throws RangeError for anything else: two readers could spell it differently
 */
export function canonicalText(value: ContentJson): string {
  if (typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (Number.isSafeInteger(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as ContentJson[]).map(canonicalText).join(',')}]`;
  if (isMembers(value) && (value as unknown) !== null) {
    const members = namesOf(value).map(
      (name) => `${JSON.stringify(name)}:${canonicalText(value[name] ?? '')}`,
    );
    return `{${members.join(',')}}`;
  }
  throw new RangeError('only texts, whole numbers, truth values, lists and objects are hashed');
}

/** SHA-256 of the canonical text. */
export const contentHash = (value: ContentJson): Buffer =>
  createHash('sha256').update(canonicalText(value)).digest();

const stepTo = (place: string, name: string): string =>
  `${place}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** JSON pointers (RFC 6901) of the places at which two documents differ, as deep as they can be named. */
export function changedFields(
  before: ContentJson | undefined,
  after: ContentJson | undefined,
  place = '',
): string[] {
  if (typeof before === 'object' && typeof after === 'object') {
    if (Array.isArray(before) === Array.isArray(after)) {
      const [old, now] = [before as Members, after as Members];
      const names = new Set([...namesOf(old), ...namesOf(now)]);
      return [...names].flatMap((name) => changedFields(old[name], now[name], stepTo(place, name)));
    }
  }
  return before === after ? [] : [place];
}
