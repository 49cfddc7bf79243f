import { DomainError } from '../errors';
import { type CaseFileDocument, caseFileSchema } from './case-file-schema';
import { checkText } from '../platform/json/check-text';
import { faultsOf, inOrder } from '../platform/json/faults';
import { checkAcross } from './check-across';

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
  const faults = [
    ...checkAcross(json),
    ...checkText(json),
    ...faultsOf(result.success ? [] : result.error.issues),
  ];
  if (faults.length > 0 || !result.success) {
    throw new DomainError('CASE_FILE_INVALID', 'invalid', { faults: inOrder(faults) });
  }
  return result.data;
}
