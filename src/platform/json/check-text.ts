import type { Fault } from './faults';

// NUL, and half of a surrogate pair: JSON can write them, PostgreSQL can keep neither.
const NOT_TEXT = /\u{0}|\p{Surrogate}/u;
const MESSAGE = 'holds a character that no text has (NUL, or half of a surrogate pair)';

/** How deep a document may nest; a case file needs seven levels. */
const DEEPEST = 100;

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * Finds what of a JSON document PostgreSQL could not keep: texts, names of members included, that are
 * none, and nesting without end.
 */
export function checkText(json: unknown, pointer = '', depth = 0): Fault[] {
  if (typeof json === 'string') return NOT_TEXT.test(json) ? [{ pointer, message: MESSAGE }] : [];
  if (typeof json !== 'object' || json === null) return [];
  if (depth === DEEPEST) return [{ pointer, message: `is nested more than ${DEEPEST} deep` }];
  return Object.entries(json).flatMap(([key, value]) => {
    // The faulty name itself could not be shown, so the fault points to what it is a member of.
    if (NOT_TEXT.test(key)) return [{ pointer, message: MESSAGE }];
    // What reads the document later may drop this one in silence.
    if (key === '__proto__')
      return [{ pointer: `${pointer}/${key}`, message: 'is not known here' }];
    return checkText(value, `${pointer}/${escaped(key)}`, depth + 1);
  });
}
