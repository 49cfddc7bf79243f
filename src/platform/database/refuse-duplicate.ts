import { DomainError, type ProblemCode } from '../../errors';

const UNIQUE_VIOLATION = '23505';

/**
 * Runs an insert and turns the violation of one named unique constraint into a refusal: the answer of
 * last resort where two acts raced past the check that came first.
 *
 * @throws DomainError with `code` when `constraint` was violated
 */
export async function refuseDuplicate<T>(
  constraint: string,
  code: ProblemCode,
  insert: () => Promise<T>,
): Promise<T> {
  try {
    return await insert();
  } catch (error) {
    const fault = error as { code?: unknown; constraint?: unknown };
    if (fault.code === UNIQUE_VIOLATION && fault.constraint === constraint) {
      throw new DomainError(code, 'conflict');
    }
    throw error;
  }
}
