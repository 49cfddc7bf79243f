import type { Work } from '../platform/work';
import type { Role } from './roles';

/** Who sends a request: a person, as what, from where. */
export interface Caller {
  readonly personId: string;
  readonly name: string;
  readonly accountId: string | null;
  readonly sessionId: string | null;
  readonly roles: readonly Role[];
  readonly bureauId: string | null;
  /** Credit code of the person's organization. */
  readonly creditCode: string | null;
  readonly sandbox: boolean;
  /** What a program's key is good for; null for a person in the console. */
  readonly scopes: readonly string[] | null;
  /** Whether the person has proved within the last minutes to be present. */
  readonly steppedUp: boolean;
  readonly address: string;
}

/** Who does an act, and what is behind the name. */
export function doneBy(caller: Caller): Required<Pick<Work, 'by' | 'from'>> {
  const { personId, sessionId, bureauId, address, name } = caller;
  return { by: name, from: { personId, sessionId, bureauId, address } };
}
