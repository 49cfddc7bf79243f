/** A fault of a JSON document and where it is. */
export interface Fault {
  /** JSON pointer (RFC 6901). */
  readonly pointer: string;
  readonly message: string;
}

/** What a schema found, as every Standard Schema library reports it. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string;
  readonly keys?: readonly string[];
}

/** The JSON pointer of a path. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The faults that a schema found, one for each unknown member. */
export function faultsOf(issues: readonly Issue[]): Fault[] {
  return issues.flatMap(({ message, path = [], code, keys = [] }): Fault[] => {
    const place = path.map((step) => (typeof step === 'object' ? step.key : step));
    if (code !== 'unrecognized_keys') return [{ pointer: pointerTo(place), message }];
    return keys.map((key) => ({
      pointer: pointerTo([...place, key]),
      message: 'is not known here',
    }));
  });
}

/** Sorts faults by their place in the document. */
export function inOrder(faults: readonly Fault[]): Fault[] {
  return faults.toSorted((a, b) => a.pointer.localeCompare(b.pointer, 'en', { numeric: true }));
}
