import { DomainError } from '../errors';
import type { PersonName } from './person';

const LOCAL_OPERATOR: PersonName = 'local-operator';

/**
 * Who writes into a book over HTTP. Nobody proves who they are yet, so it is one name for all, and it
 * may write into sandbox books only. Sign-in will replace this one function.
 *
 * @throws DomainError SANDBOX_ONLY
 */
export function operatorOf(book: { readonly kind: 'real' | 'sandbox' }): PersonName {
  if (book.kind !== 'sandbox') throw new DomainError('SANDBOX_ONLY', 'forbidden');
  return LOCAL_OPERATOR;
}
