import { chart } from './chart';
import type { DamageRoute } from './templates';

/** Codes of the accounts by which the money of damages goes. */
export interface DamageAccounts {
  /** Where it is owed to the treasury, or held in trust. */
  readonly owed: string;
  /** What restoration is paid against. */
  readonly spent: string;
}

/** The accounts of a route: 2103.01 and then 5001.03, or 2901.01 all the way. */
export const damageAccounts = (route: DamageRoute): DamageAccounts =>
  route === 'treasury'
    ? { owed: chart.damagesForTreasury('').code, spent: chart.restoration('').code }
    : { owed: chart.damagesInTrust('').code, spent: chart.damagesInTrust('').code };
