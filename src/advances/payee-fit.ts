import type { CostCategory } from '../law';
import type { HolderKind } from '../payees';

const COURT_FEES: readonly CostCategory[] = ['acceptance_fee', 'preservation_fee'];

/** Whom a cost may be paid to: court fees to the court, a lawyer's fee not to a vendor. */
export function holderKindsFor(category: CostCategory): readonly HolderKind[] {
  if (COURT_FEES.includes(category)) return ['court'];
  return category === 'lawyer' ? ['law_firm', 'organization'] : ['vendor', 'organization'];
}
