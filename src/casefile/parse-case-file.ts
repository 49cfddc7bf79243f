import { DomainError } from '../errors';
import { type CaseFileDocument, caseFileSchema } from './case-file-schema';
import { checkAcross, type Fault } from './check-across';
import { checkText } from './check-text';

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * Reads a case file; nothing is posted before all of it has the right shape.
 *
 * @throws DomainError CASE_FILE_NOT_JSON
 * @throws DomainError CASE_FILE_INVALID with every fault and its JSON pointer
 */
export function parseCaseFile(content: string): CaseFileDocument {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (error) {
    throw new DomainError('CASE_FILE_NOT_JSON', 'invalid', {
      fault: error instanceof Error ? error.message : String(error),
    });
  }
  const result = caseFileSchema.safeParse(json);
  const faults: Fault[] = [...checkAcross(json), ...checkText(json)];
  if (!result.success) {
    faults.push(
      ...result.error.issues.flatMap((issue): Fault[] =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => ({
              pointer: pointerTo([...issue.path, key]),
              message: 'is not known here',
            }))
          : [{ pointer: pointerTo(issue.path), message: issue.message }],
      ),
    );
  }
  if (faults.length > 0 || !result.success) {
    faults.sort((a, b) => a.pointer.localeCompare(b.pointer, 'en', { numeric: true }));
    throw new DomainError('CASE_FILE_INVALID', 'invalid', { faults });
  }
  return result.data;
}
