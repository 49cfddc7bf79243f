import { useTranslation } from 'react-i18next';
import type { Dimensions as Values } from '../api-types';

const NAMES = ['pool', 'case', 'party', 'item'] as const;

/** What an account is kept apart by: pool, case, party, item. */
export function Dimensions({ of }: { readonly of: Values }) {
  const { t } = useTranslation();
  return (
    <span className="dimensions">
      {NAMES.map((name) => {
        const value = of[name];
        return value === undefined ? null : (
          <span key={name}>
            <small>{t(`ledger.dimension.${name}`)}</small> {value}
          </span>
        );
      })}
    </span>
  );
}
