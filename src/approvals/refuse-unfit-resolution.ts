import { DomainError } from '../errors';
import { refuseDuplicate } from '../platform/database/refuse-duplicate';

/**
 * Runs a statement that names a resolution, and turns what the database refuses into an answer: a resolution
 * carries one request, and the one it was made for.
 *
 * @throws DomainError RESOLUTION_USED, RESOLUTION_FOR_OTHER_MATTER
 */
export async function refuseUnfitResolution<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await refuseDuplicate('uq_approval_request_resolution', 'RESOLUTION_USED', act);
  } catch (error) {
    if ((error as { message?: unknown }).message !== 'RESOLUTION_FOR_OTHER_MATTER') throw error;
    throw new DomainError('RESOLUTION_FOR_OTHER_MATTER', 'refused');
  }
}
