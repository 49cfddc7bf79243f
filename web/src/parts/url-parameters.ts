import { useSearchParams } from 'react-router-dom';

/** The filters and the place in a list, kept in the address so that they survive and can be sent on. */
export function useUrlParameters() {
  const [parameters, setParameters] = useSearchParams();
  const get = (name: string): string | undefined => parameters.get(name) ?? undefined;
  /** Changes parameters; `undefined` takes one away. */
  const set = (
    changes: Readonly<Record<string, string | undefined>>,
    options?: { readonly replace?: boolean },
  ): void => {
    setParameters(() => {
      // What the page was last drawn with may lack a change of a moment ago.
      const changed = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined || value === '') changed.delete(name);
        else changed.set(name, value);
      }
      return changed;
    }, options);
  };
  return { get, set };
}
